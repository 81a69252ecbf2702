//! The real binary as the desk: in a pseudo-terminal, line by line.

mod bytes;
mod in_a_pty;
mod keys_and_pastes;
mod kiosk;
mod outbox;
mod plain;
mod quick_hands;
mod safe_keys;
mod starts;
mod storage;
mod terminal;
