--liquibase formatted sql

--changeset shop:orders
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customer (id),
  placed timestamp
);
--rollback DROP TABLE orders;

--changeset shop:orders-by-customer
CREATE INDEX orders_by_customer ON orders (customer_id);
--rollback DROP INDEX orders_by_customer;
