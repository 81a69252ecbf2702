-- 1: the last attempt was turned away before the API looked at the customer; 2: and another registration has passed since.
ALTER TABLE registration ADD COLUMN turned_away INTEGER NOT NULL DEFAULT 0;
-- What is sent and what is looked up are taken separately: either may be possible without the other.
DROP INDEX ready;
CREATE INDEX to_send     ON registration (id)             WHERE state = 'queued' AND owner IS NULL AND not_before = 0;
CREATE INDEX to_settle   ON registration (not_before, id) WHERE state = 'uncertain' AND owner IS NULL;
-- The next one to try while the connection is away.
CREATE INDEX to_probe    ON registration (attempts, id)   WHERE state = 'queued' AND owner IS NULL;
CREATE INDEX turned_away ON registration (id)             WHERE turned_away = 1 AND owner IS NULL;
