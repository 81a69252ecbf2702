//! The state machine without edges: the model and the exact commands.

mod alarms;
mod bursts;
mod effort;
mod fields;
mod held_keys;
mod look_up;
mod notices;
mod pastes;
mod privacy;
mod quick_hands;
mod saving;
mod scanner;
mod session;
mod unseen;
mod waiting_list;
