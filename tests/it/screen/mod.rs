//! The contents of the screen: cells, styles and cursor, and hostile text on it.

mod contrast;
mod echo;
mod hostile;
mod languages;
mod messages;
mod overlay_cursor;
mod small;
mod states;
