-- The first shape of the server's database. Times are RFC 3339 in UTC with microseconds, as on the wire.

CREATE TABLE secret (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    token_key BLOB NOT NULL CHECK (length(token_key) = 32)
) STRICT;

INSERT INTO secret (id, token_key) VALUES (1, randomblob(32));

CREATE TABLE venues (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    name TEXT NOT NULL,
    is_main INTEGER NOT NULL CHECK (is_main IN (0, 1))
) STRICT;

INSERT INTO venues (id, name, is_main) VALUES (1, 'Main venue', 1);

CREATE TABLE customer_groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    discount_type INTEGER,
    discount_value INTEGER NOT NULL,
    system_type TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

INSERT INTO customer_groups (id, name, discount_type, discount_value, system_type, created_at, updated_at)
VALUES
    (1, 'My Customers', NULL, 0, 'my_customers', '2025-08-16T15:21:15.000000Z', '2025-08-16T15:21:15.000000Z'),
    (2, 'Regulars', 1, 5, NULL, '2025-08-16T15:21:16.000000Z', '2025-08-16T15:21:16.000000Z'),
    (3, 'Staff', 1, 20, NULL, '2025-08-16T15:21:17.000000Z', '2025-08-16T15:21:17.000000Z'),
    (4, 'VIP', 1, 10, NULL, '2025-08-16T15:21:18.000000Z', '2025-08-16T15:21:18.000000Z');

CREATE TABLE balances (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    amount INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

-- `phone_key` is what makes a phone unique: its ASCII digits, so that two spellings of one number clash; a phone
-- without a digit stands for itself. `name_folded` is the name in lower case, for searching.
CREATE TABLE customers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    venue_id INTEGER NOT NULL REFERENCES venues (id),
    group_id INTEGER NOT NULL REFERENCES customer_groups (id),
    balance_id INTEGER NOT NULL UNIQUE REFERENCES balances (id),
    cid TEXT NOT NULL COLLATE NOCASE UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    name_folded TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    phone_key TEXT UNIQUE CHECK ((phone IS NULL) = (phone_key IS NULL)),
    code TEXT UNIQUE,
    description TEXT,
    gender INTEGER CHECK (gender IN (1, 2)),
    date_of_birth TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE INDEX customers_created_at ON customers (created_at, id);
CREATE INDEX customers_group_id ON customers (group_id);
