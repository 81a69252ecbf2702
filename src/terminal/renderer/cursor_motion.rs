use ratatui::layout::Position;

/// A way that is told from where the caret stands: in the same row, or in the next one, where a line feed keeps the
/// column.
pub(super) fn shortest_motion(from: Position, to: Position) -> Option<String> {
    let down = match to.y.checked_sub(from.y) {
        Some(0) => "",
        Some(1) => "\n",
        _ => return None,
    };
    let along = match (to.x, to.x.checked_sub(from.x)) {
        (_, Some(0)) => String::new(),
        (0, _) => "\r".to_owned(),
        (_, Some(1)) => "\x1b[C".to_owned(),
        (_, Some(right)) => format!("\x1b[{right}C"),
        (_, None) if from.x - to.x <= 3 => "\x08".repeat(usize::from(from.x - to.x)),
        (_, None) => format!("\x1b[{}D", from.x - to.x),
    };
    Some(along + down)
}
