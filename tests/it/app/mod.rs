//! The state machine without edges: the model and the exact commands.

mod alarms;
mod effort;
mod held_keys;
mod look_up;
mod notices;
mod pastes;
mod privacy;
mod quick_hands;
mod scanner;
mod state_machine;
mod unseen;
