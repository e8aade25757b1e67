"""Ticket priority: the part that is given. Complete the lines marked TODO."""
import csv
from pathlib import Path

import numpy as np

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

# TODO 1: the baseline answers "normal" (0) for each test ticket.
# TODO 2: the written rule answers "high" (1) if users_affected is 10 or more.
# TODO 3: fit DecisionTreeClassifier(max_depth=3, random_state=0) to the training part.
# TODO 4: count the four outcomes of each method on the test part and compare.
# TODO 5: print the tree with sklearn.tree.export_text.
# TODO 6: compare max_depth=2, 3 and None on the training part and on the test part.
