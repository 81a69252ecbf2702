//! Draws frames as SVG. The text can be selected. It needs no script and no font of its own.

use std::fmt::Write as _;
use std::time::Duration;

use svg::Document;
use svg::node::element::{Group, Rectangle, Style as Stylesheet, Text, Title};

use super::session::{COLUMNS, Frame, ROWS, Row, Run};

pub(crate) type Picture = Document;

/// The size of a cell, and the space around the screen, in pixels.
const CELL: (usize, usize) = (8, 18);
const MARGIN: usize = 12;
/// From the top of a cell to the line on which the letters stand.
const BASELINE: usize = 14;
const BACKGROUND: &str = "#1d1f21";
const FOREGROUND: &str = "#c5c8c6";

/// The time for which the last frame stays before the animation begins again.
const LAST_FRAME: Duration = Duration::from_secs(4);

/// Draws one frame.
pub(crate) fn picture(title: &str, frame: &Frame) -> Picture {
    let mut document = canvas(title, 0);
    let rows = frame.rows.iter().zip(0..).map(|(row, y)| draw_row(row, y));
    for row in rows.filter(|row| !row.get_children().is_empty()) {
        document = document.add(row);
    }
    document.add(cursor(frame.cursor))
}

/// Draws all frames. A row that stays the same for several frames is in the file once. Viewers without animations, and readers
/// who want less motion, see the last frame.
pub(crate) fn animation(title: &str, frames: &[Frame]) -> Picture {
    let Some(last) = frames.last() else { return canvas(title, 0) };
    let end = last.at + LAST_FRAME;
    let mut style = format!(
        ".a{{animation:{:.2}s step-end infinite}}@media(prefers-reduced-motion:reduce){{.a{{animation:none}}}}",
        end.as_secs_f64()
    );
    let mut rows = Vec::new();
    for y in 0..ROWS {
        for (row, shown) in changes(frames, end, |frame| frame.rows.get(y)) {
            rows.push((draw_row(row, y), shown));
        }
    }
    for (key, shown) in changes(frames, end, |frame| frame.key.as_ref()) {
        rows.push((draw_key(key), shown));
    }
    let mut document = canvas(title, CELL.1);
    for (group, shown) in rows {
        if group.get_children().is_empty() {
            continue;
        }
        if shown == [(Duration::ZERO, end)] {
            document = document.add(group);
            continue;
        }
        let name = style.len();
        let _ = write!(style, "@keyframes k{name}{{{}}}", visibility(&shown, end));
        let is_last = shown.last().is_some_and(|(_, until)| *until == end);
        let group = group.set("class", "a").set("style", format!("animation-name:k{name}"));
        document = document.add(if is_last { group } else { group.set("visibility", "hidden") });
    }
    let _ = write!(style, "@keyframes cursor{{{}}}", cursor_moves(frames, end));
    let cursor = cursor(last.cursor).set("class", "a").set("style", "animation-name:cursor");
    document.add(cursor).add(Stylesheet::new(style))
}

/// Returns the steps of the animation of the cursor.
fn cursor_moves(frames: &[Frame], end: Duration) -> String {
    let moves = frames.chunk_by(|a, b| a.cursor == b.cursor).filter_map(|same| same.first());
    let step = |frame: &Frame| {
        let (x, y) = place(frame.cursor.0, frame.cursor.1);
        format!("{}{{transform:translate({x}px,{y}px)}}", percent(frame.at, end))
    };
    moves.map(step).collect()
}

/// Returns the different values of a part of the frames, each with the times at which it is shown.
fn changes<'a, T: PartialEq>(
    frames: &'a [Frame],
    end: Duration,
    part: impl Fn(&'a Frame) -> Option<&'a T>,
) -> Vec<(&'a T, Shown)> {
    let mut values: Vec<(&T, Shown)> = Vec::new();
    let untils = frames.iter().skip(1).map(|frame| frame.at).chain([end]);
    for (frame, until) in frames.iter().zip(untils) {
        let Some(value) = part(frame) else { continue };
        let Some((_, shown)) = values.iter_mut().find(|(other, _)| *other == value) else {
            values.push((value, vec![(frame.at, until)]));
            continue;
        };
        match shown.last_mut() {
            Some(last) if last.1 == frame.at => last.1 = until,
            _ => shown.push((frame.at, until)),
        }
    }
    values
}

/// From when until when something is shown.
type Shown = Vec<(Duration, Duration)>;

fn percent(at: Duration, end: Duration) -> String {
    let percent = format!("{:.2}", at.as_secs_f64() / end.as_secs_f64() * 100.0);
    format!("{}%", percent.trim_end_matches('0').trim_end_matches('.'))
}

/// Returns the steps of an animation between visible and hidden.
fn visibility(shown: &Shown, end: Duration) -> String {
    let is_first = shown.first().is_some_and(|(from, _)| from.is_zero());
    let mut steps = if is_first { String::new() } else { "0%{visibility:hidden}".to_owned() };
    for (from, until) in shown {
        let _ = write!(steps, "{}{{visibility:visible}}", percent(*from, end));
        if *until < end {
            let _ = write!(steps, "{}{{visibility:hidden}}", percent(*until, end));
        }
    }
    steps
}

fn canvas(title: &str, below: usize) -> Document {
    let (width, height) = (COLUMNS * CELL.0 + 2 * MARGIN, ROWS * CELL.1 + 2 * MARGIN + below);
    let background = Rectangle::new().set("width", "100%").set("height", "100%").set("rx", 8).set("fill", BACKGROUND);
    Document::new()
        .set("width", width)
        .set("height", height)
        .set("viewBox", (0, 0, width, height))
        .set("font-size", 13)
        .set("font-family", "DejaVu Sans Mono, Menlo, Consolas, monospace")
        .set("fill", FOREGROUND)
        .add(Title::new(title))
        .add(background)
}

const fn place(column: usize, row: usize) -> (usize, usize) {
    (column * CELL.0 + MARGIN, row * CELL.1 + MARGIN)
}

fn draw_row(row: &Row, y: usize) -> Group {
    row.iter().fold(Group::new(), |group, run| draw_run(group, run, y))
}

fn draw_run(mut group: Group, run: &Run, row: usize) -> Group {
    let (x, y) = place(run.column, row);
    let bar = |y: usize, height: usize| {
        Rectangle::new().set("x", x).set("y", y).set("width", run.width * CELL.0).set("height", height)
    };
    if run.style.background != vt100::Color::Default {
        group = group.add(bar(y, CELL.1).set("fill", colour(run.style.background)));
    }
    if run.style.underline {
        group = group.add(bar(y + BASELINE + 2, 1).set("opacity", 0.6));
    }
    let mut at = x;
    // Viewers join spaces, so a text has single ones only.
    for part in run.text.split("  ") {
        let (before, word) = (part.len() - part.trim_start().len(), part.trim());
        let letters = word.chars().count();
        if letters > 0 {
            let text = Text::new(word).set("x", at + before * CELL.0).set("y", y + BASELINE);
            let text = text.set("textLength", letters * CELL.0).set("fill", colour(run.style.text));
            group = group.add(if run.style.bold { text.set("font-weight", "bold") } else { text });
        }
        at += (part.chars().count() + 2) * CELL.0;
    }
    group
}

/// Draws the name of a key below the screen, at the right.
fn draw_key(name: &str) -> Group {
    let width = name.chars().count() * CELL.0 + 16;
    let (x, y) = (COLUMNS * CELL.0 + MARGIN - width, ROWS * CELL.1 + MARGIN + 4);
    let cap = Rectangle::new().set("x", x).set("y", y).set("width", width).set("height", 20).set("rx", 4);
    let text = Text::new(name).set("x", x + 8).set("y", y + 15).set("fill", BACKGROUND).set("font-weight", "bold");
    Group::new().add(cap).add(text)
}

fn cursor((column, row): (usize, usize)) -> Rectangle {
    let (x, y) = place(column, row);
    let cell = Rectangle::new().set("width", CELL.0).set("height", CELL.1 - 1).set("opacity", 0.7);
    cell.set("transform", format!("translate({x},{y})"))
}

const fn colour(colour: vt100::Color) -> &'static str {
    match colour {
        vt100::Color::Idx(0) => BACKGROUND,
        vt100::Color::Idx(2) => "#8cc265",
        vt100::Color::Idx(9) => "#e06c75",
        vt100::Color::Idx(13) => "#d29bd9",
        vt100::Color::Idx(14) => "#7fdbea",
        vt100::Color::Idx(15) => "#ffffff",
        _ => FOREGROUND,
    }
}
