use ratatui::layout::Position;

/// Returns a relative cursor motion within the same row or to the next one, where a line feed keeps the column. `None`
/// if neither applies.
pub(super) fn shortest_motion(from: Position, to: Position) -> Option<String> {
    let vertical = match to.y.checked_sub(from.y) {
        Some(0) => "",
        Some(1) => "\n",
        _ => return None,
    };
    let horizontal = match (to.x, to.x.checked_sub(from.x)) {
        (_, Some(0)) => String::new(),
        (0, _) => "\r".to_owned(),
        (_, Some(1)) => "\x1b[C".to_owned(),
        (_, Some(right)) => format!("\x1b[{right}C"),
        (_, None) if from.x - to.x <= 3 => "\x08".repeat(usize::from(from.x - to.x)),
        (_, None) => format!("\x1b[{}D", from.x - to.x),
    };
    Some(horizontal + vertical)
}
