"""Ticket priority: a baseline, a written rule and a decision tree on held-back tickets."""
import csv
from pathlib import Path

import numpy as np
from sklearn.tree import DecisionTreeClassifier, export_text

FEATURES = ["words", "has_error_code", "customer_waiting_hours", "users_affected"]

# Read the table: X holds the features, y the label (1 = high, 0 = normal).
with open(Path(__file__).with_name("tickets.csv"), newline="") as table:
    tickets = list(csv.DictReader(table))
X = np.array([[int(ticket[name]) for name in FEATURES] for ticket in tickets])
y = np.array([int(ticket["priority"] == "high") for ticket in tickets])

# Hold back the 20 latest tickets.
X_train, y_train = X[:40], y[:40]
X_test, y_test = X[40:], y[40:]
print("training:", len(y_train), "tickets,", y_train.sum(), "high")
print("test:    ", len(y_test), "tickets,", y_test.sum(), "high")


def report(name, predicted):
    # Count the four outcomes; "high" is the class that we look for.
    found = int(np.sum((predicted == 1) & (y_test == 1)))
    missed = int(np.sum((predicted == 0) & (y_test == 1)))
    alarms = int(np.sum((predicted == 1) & (y_test == 0)))
    correct_normal = int(np.sum((predicted == 0) & (y_test == 0)))
    accuracy = (found + correct_normal) / len(y_test)
    # A missed high ticket costs 20 euros, a false alarm 6 euros.
    cost = 20 * missed + 6 * alarms
    print(f"{name:9} found {found}  missed {missed}  false alarms {alarms}"
          f"  accuracy {accuracy:.2f}  cost {cost:3d}")


print()
# The baseline learns nothing from the features.
report("baseline", np.zeros(len(y_test), dtype=int))

# The written rule looks at one column only.
users = X_test[:, FEATURES.index("users_affected")]
report("rule", (users >= 10).astype(int))

# The tree is fitted to the training part; the test part stays unseen until predict().
tree = DecisionTreeClassifier(max_depth=3, random_state=0)
tree.fit(X_train, y_train)
report("tree", tree.predict(X_test))

print()
print(export_text(tree, feature_names=FEATURES, class_names=["normal", "high"]))

# A deeper tree remembers the training part; that does not make it better on new tickets.
for depth in (2, 3, None):
    other = DecisionTreeClassifier(max_depth=depth, random_state=0)
    other.fit(X_train, y_train)
    on_training = other.score(X_train, y_train)
    on_test = other.score(X_test, y_test)
    print(f"max_depth={depth}: training {on_training:.3f}, test {on_test:.2f}")
