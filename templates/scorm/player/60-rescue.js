// Answers that the LMS did not take, kept in this browser for this learner. Storage may be switched off or full.

const rescue = (key) => ({
  read() {
    try {
      return JSON.parse(localStorage.getItem(key) || "null");
    } catch {
      return null;
    }
  },
  keep(value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },
  drop() {
    try {
      localStorage.removeItem(key);
    } catch { /* nothing was kept either */ }
  },
});
