-- The customer's answer to the question about consent, for the counts of the report. NULL: not asked.
ALTER TABLE registration ADD COLUMN consent INTEGER;
