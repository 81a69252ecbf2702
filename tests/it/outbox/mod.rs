//! Tests of the outbox: its states, its file, delivery against scripted and random faults, damage, drafts.

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
mod state_table;
mod states;
mod turns;
mod world;
