-- Venues as v2 lists them, active or not (`status`). The second one is inactive, as a venue that was closed.

ALTER TABLE venues ADD COLUMN address TEXT;
ALTER TABLE venues ADD COLUMN status INTEGER NOT NULL DEFAULT 1 CHECK (status IN (0, 1));
ALTER TABLE venues ADD COLUMN phone TEXT;
ALTER TABLE venues ADD COLUMN email TEXT;

INSERT OR IGNORE INTO venues (id, name, is_main, address, status) VALUES (2, 'Second venue', 0, 'Baku', 0);
