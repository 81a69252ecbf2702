-- Nothing that was made from a customer's phone outlives the delivery.
DROP INDEX by_phone;
ALTER TABLE registration DROP COLUMN phone_hash;
