//! The outbox: its states, its file, delivery against scripts and against a world of faults, damage, drafts.

mod damage;
mod delivery;
mod drafts;
mod erasure;
mod leases;
mod reports;
mod rounds;
mod salvage;
mod saving;
mod script;
mod states;
mod world;
