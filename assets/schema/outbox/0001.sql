-- A registration without what is personal: it stays for a while after the delivery. Ids are in the order of arrival.
-- All times are milliseconds since 1970 in UTC.
CREATE TABLE registration (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    cid         TEXT    NOT NULL UNIQUE,
    cashier     TEXT    NOT NULL,
    saved_at    INTEGER NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('queued', 'sending', 'uncertain', 'registered', 'refused')),
    -- NULL: surely not stored by the API. Else how many clashes no look-up could explain.
    doubt       INTEGER,
    -- The clash of an uncertain one, JSON.
    clash       TEXT,
    -- The API's number of a registered one.
    customer_id INTEGER,
    settled_at  INTEGER,
    -- HMAC-SHA256 of a registered one's phone, by the key beside this file.
    phone_hash  BLOB,
    attempts    INTEGER NOT NULL DEFAULT 0,
    -- Steps since the last change by a person that brought no end.
    setbacks    INTEGER NOT NULL DEFAULT 0,
    -- 0: due.
    not_before  INTEGER NOT NULL DEFAULT 0,
    -- Which process works on it; the number of the lease fences off a process that lost it.
    owner       TEXT,
    lease       INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER,
    CHECK (state <> 'sending' OR owner IS NOT NULL),
    CHECK (state NOT IN ('registered', 'refused') OR owner IS NULL)
) STRICT;

-- Everything personal of a registration. The row goes in the transaction that makes it registered.
CREATE TABLE personal (
    id      INTEGER PRIMARY KEY REFERENCES registration ON DELETE CASCADE,
    -- What is to be sent, JSON.
    current TEXT NOT NULL,
    -- What was sent under the same cid, may have arrived and was changed since: a JSON array.
    earlier TEXT NOT NULL DEFAULT '[]',
    -- Why a refused one was refused, JSON.
    refusal TEXT,
    -- What the last attempt met, JSON.
    trouble TEXT
) STRICT;

CREATE INDEX ready   ON registration (id)         WHERE state IN ('queued', 'uncertain') AND owner IS NULL AND not_before = 0;
CREATE INDEX delayed ON registration (not_before) WHERE not_before > 0;
CREATE INDEX held_up ON registration (id)         WHERE state = 'queued' AND doubt IS NULL AND owner IS NULL AND not_before > 0;
CREATE INDEX leased  ON registration (owner)      WHERE owner IS NOT NULL;
CREATE INDEX waiting ON registration (id, saved_at) WHERE state IN ('queued', 'sending', 'uncertain');
CREATE INDEX kept    ON registration (id)         WHERE state <> 'registered';
CREATE INDEX refused ON registration (id)         WHERE state = 'refused';
