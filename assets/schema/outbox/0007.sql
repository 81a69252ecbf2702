-- 16 bits of an HMAC over the values of a registration of `frontdesk add`, to find a `cid` that is used again for other
-- values after the delivery. Too few bits to find the values. NULL: not known (saved at a desk, or by an earlier version).
ALTER TABLE registration ADD COLUMN fingerprint INTEGER;
