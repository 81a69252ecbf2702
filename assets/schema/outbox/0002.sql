-- What was registered is forgotten after some days, and found by its phone until then.
CREATE INDEX settled  ON registration (settled_at) WHERE state = 'registered';
CREATE INDEX by_phone ON registration (phone_hash) WHERE phone_hash IS NOT NULL;
