-- An index of every three characters that follow each other in a name or a phone, for looking up parts of them.
-- `name_folded` has `i` for all of İ, I, i and ı from now on.

UPDATE customers
SET name_folded = replace(replace(name_folded, 'i' || char(0x307), 'i'), 'ı', 'i')
WHERE instr(name_folded, char(0x307)) > 0 OR instr(name_folded, 'ı') > 0;

CREATE VIRTUAL TABLE customer_search USING fts5 (
    name_folded, phone_key,
    content = 'customers', content_rowid = 'id', tokenize = 'trigram case_sensitive 1'
);

INSERT INTO customer_search (customer_search) VALUES ('rebuild');

CREATE TRIGGER customers_insert AFTER INSERT ON customers BEGIN
    INSERT INTO customer_search (rowid, name_folded, phone_key) VALUES (new.id, new.name_folded, new.phone_key);
END;

-- Customers are listed by their ids.
DROP INDEX customers_created_at;
