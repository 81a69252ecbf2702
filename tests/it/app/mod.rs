//! The state machine without edges: the model and the exact commands.

mod alarms;
mod look_up;
mod privacy;
mod quick_hands;
mod scanner;
mod state_machine;
