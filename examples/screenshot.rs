//! Creates the README's picture with the real program: opens it in a pty, registers a customer, types half of the next
//! one, and writes the screen as SVG.
//!
//! `cargo run --example screenshot -- target/release/frontdesk > assets/screenshots/desk.svg`

#![expect(clippy::print_stdout, reason = "the picture is the output")]

use std::io::{Read as _, Write as _};
use std::sync::mpsc;
use std::time::Duration;
use std::{env, thread};

use anyhow::{Context as _, bail};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use svg::Document;
use svg::node::element::{Rectangle, Text};

const COLUMNS: u16 = 80;
const ROWS: u16 = 24;

/// The keys of each step, and the text that must be on the screen before the next step.
const STEPS: &[(&str, &str)] = &[
    ("", "Main venue"),
    ("0552345678\tRauf Əliyev\t\t\t\tregu", "✓ Regulars"),
    ("\x13", "✓ REGISTERED"),
    ("0501112233\t", "new customer"),
    ("aysel məmmədova\t\t", "Aysel Məmmədova"),
    ("15051990\t", "36 years old"),
    ("f\tregu\t", "[f Female]"),
    ("aysel@example.com", "aysel@example.com"),
];

fn main() -> anyhow::Result<()> {
    let binary = env::args().nth(1).context("usage: screenshot PROGRAM")?;
    let home = tempfile::tempdir()?;
    let pty = native_pty_system().openpty(PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 })?;
    let mut command = CommandBuilder::new(std::path::absolute(binary)?);
    command.env_clear();
    command.env("HOME", home.path());
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    let mut child = pty.slave.spawn_command(command)?;
    drop(pty.slave);
    let mut keys = pty.master.take_writer()?;
    let mut reader = pty.master.try_clone_reader()?;
    let (sender, output) = mpsc::channel();
    thread::spawn(move || {
        let mut buffer = vec![0; 65536];
        while let Ok(length @ 1..) = reader.read(&mut buffer) {
            if sender.send(buffer.get(..length).unwrap_or_default().to_vec()).is_err() {
                return;
            }
        }
    });
    let mut terminal = vt100::Parser::new(ROWS.try_into()?, COLUMNS.try_into()?, 0);
    for (text, expected) in STEPS {
        keys.write_all(text.as_bytes())?;
        while !terminal.screen().contents().contains(expected) {
            let Ok(bytes) = output.recv_timeout(Duration::from_secs(20)) else {
                bail!("{expected:?} never came:\n{}", terminal.screen().contents());
            };
            terminal.process(&bytes);
        }
    }
    println!("{}", picture(terminal.screen()));
    child.kill()?;
    Ok(())
}

fn picture(screen: &vt100::Screen) -> Document {
    let (width, height) = (u32::from(COLUMNS) * 8 + 24, u32::from(ROWS) * 18 + 24);
    let background = Rectangle::new().set("width", "100%").set("height", "100%").set("rx", 8).set("fill", "#1d1f21");
    let mut document = Document::new()
        .set("width", width)
        .set("height", height)
        .set("font-size", 13)
        .set("font-family", "DejaVu Sans Mono, Menlo, Consolas, monospace")
        .add(background);
    for (row, column) in (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (row, column))) {
        let Some(cell) = screen.cell(row, column) else { continue };
        let (x, y) = (u32::from(column) * 8 + 12, u32::from(row) * 18 + 26);
        if cell.bgcolor() != vt100::Color::Default {
            let background = Rectangle::new().set("x", x).set("y", y - 13).set("width", 8).set("height", 18);
            document = document.add(background.set("fill", colour(cell.bgcolor())));
        }
        if cell.underline() {
            let line = Rectangle::new().set("x", x).set("y", y + 3).set("width", 8).set("height", 1);
            document = document.add(line.set("fill", colour(cell.fgcolor())));
        }
        if cell.contents().trim().is_empty() {
            continue;
        }
        let text = Text::new(cell.contents()).set("x", x).set("y", y).set("fill", colour(cell.fgcolor()));
        document = document.add(if cell.bold() { text.set("font-weight", "bold") } else { text });
    }
    let (row, column) = screen.cursor_position();
    let (x, y) = (u32::from(column) * 8 + 12, u32::from(row) * 18 + 13);
    let cursor = Rectangle::new().set("x", x).set("y", y).set("width", 8).set("height", 17);
    document.add(cursor.set("fill", "#c5c8c6").set("opacity", 0.7))
}

const fn colour(colour: vt100::Color) -> &'static str {
    match colour {
        vt100::Color::Idx(0) => "#1d1f21",
        vt100::Color::Idx(2) => "#8cc265",
        vt100::Color::Idx(9) => "#e06c75",
        vt100::Color::Idx(13) => "#d29bd9",
        vt100::Color::Idx(14) => "#7fdbea",
        _ => "#c5c8c6",
    }
}
