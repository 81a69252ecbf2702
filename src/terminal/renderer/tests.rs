use proptest::collection::vec;
use proptest::prelude::*;
use ratatui::buffer::Cell;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr as _;

use super::super::symbol::has_stable_width;
use super::*;

/// Returns the bytes of each frame of one row, with the cursor after its text.
fn draw_frames(texts: &[&str]) -> Vec<String> {
    let mut renderer = Renderer::default();
    let draw = |text: &&str| {
        let mut frame = Buffer::empty(Rect::new(0, 0, 80, 24));
        frame.set_string(0, 0, text, Style::new());
        let x = u16::try_from(text.trim_end().width()).unwrap();
        renderer.render(&frame, [0], Some(Position { x, y: 0 }))
    };
    texts.iter().map(draw).collect()
}

#[test]
fn a_letter_is_one_byte_and_an_unchanged_frame_none() {
    let written = draw_frames(&["Ays", "Ayse", "Ayse", "Ays"]);
    assert_eq!(written, ["\x1b[m\x1b[2;1H\x1b[J\x1b[H\x1b[KAys\x1b[?25h", "e", "", "\x08 \x08"]);
}

#[test]
fn a_letter_at_the_cursor_may_come_before_its_frame() {
    let frame = |text: &str, style: Style| {
        let mut frame = Buffer::empty(Rect::new(0, 0, 80, 24));
        frame.set_string(0, 0, "Ays", Style::new());
        frame.set_string(3, 0, text, style);
        frame
    };
    let at = |x: u16| Some(Position { x, y: 0 });
    let underlined = Style::new().add_modifier(Modifier::UNDERLINED);
    let mut renderer = Renderer::default();
    assert_eq!(renderer.render_cell_at_cursor(&frame("e", Style::new())), None, "nothing is known of the terminal");
    renderer.render(&frame("", Style::new()), [0], at(3));
    assert_eq!(renderer.render_cell_at_cursor(&frame("e", underlined)), None, "another style");
    assert_eq!(renderer.render_cell_at_cursor(&frame("e", Style::new())).as_deref(), Some("e"));
    assert_eq!(renderer.render(&frame("e", Style::new()), [0], at(4)), "", "the frame has the same letter");
    assert_eq!(renderer.render(&frame("el", Style::new()), [0], at(5)), "l");
    renderer.invalidate();
    assert_eq!(renderer.render_cell_at_cursor(&frame("ela", Style::new())), None);
}

#[test]
fn the_end_of_a_line_is_erased_and_not_overwritten() {
    let written = draw_frames(&["a long sentence", "a word", "漢 said at length", "漢"]);
    assert_eq!(written[1], "\x1b[13Dw\x1b[Crd\x1b[K");
    assert_eq!(written[3], "\x1b[14D\x1b[K\x08");
}

#[test]
fn a_long_gap_before_other_text_is_erased() {
    let written = draw_frames(&["a sentence that was long; end", "a                         end"]);
    assert_eq!(written[1], "\x1b[27D\x1b[K\x1b[24Cend");
}

/// Terminals differ in where they draw a flag or a mark. A space written over its expected column does not always hide
/// it.
#[test]
fn a_row_is_redrawn_when_a_symbol_without_a_stable_width_leaves_it() {
    let written = draw_frames(&["a🇦🇿b c", "a🇦🇿b cd", "ab cd", "ab c"]);
    assert_eq!(written[1], "d", "it stays");
    assert_eq!(written[2], "\r\x1b[Kab\x1b[Ccd");
    assert_eq!(written[3], "\x08 \x08");
}

#[test]
fn text_that_another_terminal_draws_over_is_written_again() {
    let written = draw_frames(&["    bcdef", "👩‍👩‍👧  bcdef"]);
    assert!(written[1].ends_with("\x1b[1;5Hbc\x1b[3C"), "{written:?}");
}

/// The cursor is in different columns after a space in the last one.
#[test]
fn a_wide_symbol_in_the_last_columns_is_written_in_its_place() {
    let frame = |text: &str| Buffer::with_lines([text]);
    let state =
        TerminalState::Known { cursor: Some(Position::ORIGIN), is_cursor_visible: false, style: CellStyle::PLAIN };
    let (bytes, state) = diff(&frame("ab  "), &frame("ab漢"), [0], None, state);
    assert_eq!(bytes, "\x1b[2C  \x1b[1;3H漢");
    assert_eq!(state, TerminalState::Known { cursor: None, is_cursor_visible: false, style: CellStyle::PLAIN });
}

#[test]
fn a_symbol_that_may_not_fit_is_a_question_mark_over_all_of_its_columns() {
    let state =
        TerminalState::Known { cursor: Some(Position::ORIGIN), is_cursor_visible: false, style: CellStyle::PLAIN };
    let (bytes, _) = diff(&Buffer::with_lines(["abcd"]), &Buffer::with_lines(["ab👩‍👩‍👧"]), [0], None, state);
    assert_eq!(bytes, "\x1b[2C? ");
}

#[test]
fn a_frame_of_another_size_and_one_in_an_unknown_state_clear_the_screen() {
    let (small, large) = (Buffer::with_lines(["ab"]), Buffer::with_lines(["ab", "cd"]));
    let known =
        TerminalState::Known { cursor: Some(Position::ORIGIN), is_cursor_visible: true, style: CellStyle::PLAIN };
    for (previous, next, state, is_cleared) in [
        (&small, &small, known, false),
        (&small, &small, TerminalState::Unknown, true),
        (&small, &large, known, true),
        (&large, &small, known, true),
    ] {
        let (bytes, _) = diff(previous, next, [], Some(Position::ORIGIN), state);
        let expected = if is_cleared { "\x1b[m\x1b[2;1H\x1b[J\x1b[H\x1b[Kab" } else { "" };
        assert!(bytes.starts_with(expected) && bytes.is_empty() != is_cleared, "{bytes:?}");
    }
}

#[test]
fn the_cursor_is_hidden_and_shown_only_when_that_changes() {
    let frame = Buffer::with_lines(["ab "]);
    let mut renderer = Renderer::default();
    let mut bytes = |cursor: Option<Position>| renderer.render(&frame, [], cursor);
    assert!(bytes(None).ends_with("\x1b[?25l"));
    assert_eq!(bytes(None), "");
    assert_eq!(bytes(Some(Position { x: 0, y: 0 })), "\x1b[?25h\r");
    assert_eq!(bytes(Some(Position { x: 1, y: 0 })), "\x1b[C");
    assert_eq!(bytes(None), "\x1b[?25l");
}

/// A text with its first column, row and style.
type PlacedText = ((u16, u16), String, Style);

/// Generates frames of one size: texts in any style at any position, and the cursor.
fn frames() -> impl Strategy<Value = Vec<(Buffer, Option<Position>)>> {
    let text = prop_oneof![
        4 => "[ -~]{1,30}",
        2 => " {1,40}",
        2 => "[a-zƏəıЖжéç·…─✓✗]{1,12}",
        2 => "[漢字カナ한글]{1,4}",
        1 => proptest::sample::select(vec!["👩‍👩‍👧", "🇦🇿", "e\u{301}", "✔", "✔\u{fe0f}", "→", "ﷺ", "\u{16f51}"]).prop_map(str::to_owned),
    ];
    let style = prop_oneof![
        3 => Just(Style::new()),
        1 => Just(Style::new().fg(Color::Green)),
        1 => Just(Style::new().fg(Color::Red).add_modifier(Modifier::BOLD)),
        1 => Just(Style::new().add_modifier(Modifier::REVERSED)),
        1 => Just(Style::new().bg(Color::Blue)),
    ];
    (1_u16..50, 1_u16..6).prop_flat_map(move |(width, height)| {
        let place = (0..width, 0..height);
        let frame = (vec((place.clone(), text.clone(), style.clone()), 0..8), proptest::option::of(place));
        vec(frame, 2..5).prop_map(move |frames| {
            let draw = |(texts, cursor): (Vec<PlacedText>, Option<(u16, u16)>)| {
                let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
                for ((x, y), text, style) in texts {
                    buffer.set_string(x, y, text, style);
                }
                (buffer, cursor.map(Position::from))
            };
            frames.into_iter().map(draw).collect()
        })
    })
}

fn changed_rows(previous: &Buffer, next: &Buffer) -> Vec<u16> {
    (0..next.area.height).filter(|y| row_of(previous, *y) != row_of(next, *y)).collect()
}

fn colour(colour: Color) -> vt100::Color {
    match colour {
        Color::Red => vt100::Color::Idx(1),
        Color::Green => vt100::Color::Idx(2),
        Color::Blue => vt100::Color::Idx(4),
        _ => vt100::Color::Default,
    }
}

/// Asserts that a terminal shows a frame. Where symbols are whose width differs between terminals, only the visible
/// text beside them is compared.
fn assert_shows(screen: &vt100::Screen, frame: &Buffer) {
    for y in 0..frame.area.height {
        let row = row_of(frame, y);
        let is_stable_row = row.iter().all(|cell| has_stable_width(cell.symbol()) || is_cjk(cell));
        let mut covered = 0;
        for (x, cell) in (0..).zip(row) {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            covered = super::super::symbol::columns(cell.symbol()) - 1;
            let is_visible = cell.symbol() != " " || cell.bg != Color::Reset || !cell.modifier.is_empty();
            let is_compared = has_stable_width(cell.symbol()) && (is_stable_row || is_visible && cell.symbol() != " ");
            if !is_compared && !is_stable_row {
                continue;
            }
            let shown = screen.cell(y, x).unwrap();
            let contents = if shown.has_contents() { shown.contents() } else { " " };
            assert_eq!(contents, cell.symbol(), "row {y}, column {x} of {frame:?}");
            let looks = (shown.bgcolor(), shown.inverse());
            assert_eq!(looks, (colour(cell.bg), cell.modifier.contains(Modifier::REVERSED)), "row {y}, column {x}");
            if cell.symbol() != " " {
                let looks = (shown.fgcolor(), shown.bold());
                assert_eq!(looks, (colour(cell.fg), cell.modifier.contains(Modifier::BOLD)), "row {y}, column {x}");
            }
        }
    }
}

/// Returns true for a wide symbol of one character, which the emulator draws wide too.
fn is_cjk(cell: &Cell) -> bool {
    matches!(cell.symbol().chars().collect::<Vec<_>>()[..], ['\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'])
}

proptest! {
    #[test]
    fn the_bytes_turn_one_frame_into_the_next(frames in frames()) {
        let area = frames[0].0.area;
        let mut emulator = vt100::Parser::new(area.height.try_into().unwrap(), area.width.try_into().unwrap(), 0);
        emulator.process(b"what another program has left\x1b[7mhere");
        let (mut previous, mut state) = (Buffer::empty(area), TerminalState::Unknown);
        for (frame, cursor) in frames {
            let (bytes, next_state) = diff(&previous, &frame, changed_rows(&previous, &frame), cursor, state);
            emulator.process(bytes.as_bytes());
            assert_shows(emulator.screen(), &frame);
            let shown = Some(emulator.screen().cursor_position()).filter(|_| !emulator.screen().hide_cursor());
            prop_assert_eq!(shown, cursor.map(|cursor| (cursor.y, cursor.x)));
            let (repeated, _) = diff(&frame, &frame, 0..area.height, cursor, next_state);
            prop_assert_eq!(repeated, "", "a frame without a change");
            (previous, state) = (frame, next_state);
        }
    }

    #[test]
    fn a_renderer_remembers_what_diff_returns(frames in frames()) {
        let mut renderer = Renderer::default();
        let (mut previous, mut state) = (Buffer::empty(frames[0].0.area), TerminalState::Unknown);
        for (frame, cursor) in frames {
            let rows = changed_rows(&previous, &frame);
            let (bytes, next_state) = diff(&previous, &frame, rows.clone(), cursor, state);
            prop_assert_eq!(renderer.render(&frame, rows, cursor), bytes);
            prop_assert_eq!(&renderer.previous, &frame);
            (previous, state) = (frame, next_state);
        }
    }
}
