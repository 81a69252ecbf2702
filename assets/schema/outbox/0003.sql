-- What a registration took the cashier: keys, and milliseconds from the first key to the save. NULL: not known (made by
-- `frontdesk add`, or by an earlier version).
ALTER TABLE registration ADD COLUMN keys INTEGER;
ALTER TABLE registration ADD COLUMN millis INTEGER;
CREATE INDEX by_time ON registration (saved_at);
