-- The rule by which the keys of phones were made. If it changes, the server makes all keys again. The key of a phone that
-- is a second one by the new rule ends in `#` and the customer's id.

CREATE TABLE phone_rule (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL
) STRICT;

INSERT INTO phone_rule (id, name) VALUES (1, 'digits');
