//! What the screen shows: cells, styles and cursor; hostile text on it.

mod hostile;
mod small;
mod states;
