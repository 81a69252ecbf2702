//! Every pair of colours that the program sets is readable (a contrast of 4.5 : 1, as WCAG asks for text) in the palettes
//! of usual terminals. Text has the colours of the terminal; a colour without a background is only on a sign.

use crate::support::bench::{Bench, conflict, registered};
use crate::support::screen::draw;
use frontdesk::app::{Mode, Msg};
use frontdesk::domain::{Connectivity, DeliveryOutcome, DisplayText, Field, OutboxCounts, PhoneLookup};
use frontdesk::keys::Key;
use frontdesk::locale::Locale;
use frontdesk::view::{CharacterSet, RenderContext, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The sixteen colours of a terminal as it is installed, in the order of their numbers.
const PALETTES: [(&str, [u32; 16]); 5] = [
    (
        "PuTTY",
        [
            0x00_0000, 0xbb_0000, 0x00_bb00, 0xbb_bb00, 0x00_00bb, 0xbb_00bb, 0x00_bbbb, 0xbb_bbbb, 0x55_5555,
            0xff_5555, 0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff,
        ],
    ),
    (
        "xterm",
        [
            0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5, 0x7f_7f7f,
            0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
        ],
    ),
    (
        "Linux console",
        [
            0x00_0000, 0xaa_0000, 0x00_aa00, 0xaa_5500, 0x00_00aa, 0xaa_00aa, 0x00_aaaa, 0xaa_aaaa, 0x55_5555,
            0xff_5555, 0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff,
        ],
    ),
    (
        "Windows Terminal",
        [
            0x0c_0c0c, 0xc5_0f1f, 0x13_a10e, 0xc1_9c00, 0x00_37da, 0x88_1798, 0x3a_96dd, 0xcc_cccc, 0x76_7676,
            0xe7_4856, 0x16_c60c, 0xf9_f1a5, 0x3b_78ff, 0xb4_009e, 0x61_d6d6, 0xf2_f2f2,
        ],
    ),
    // Light and dark have the same sixteen colours.
    (
        "Solarized",
        [
            0x07_3642, 0xdc_322f, 0x85_9900, 0xb5_8900, 0x26_8bd2, 0xd3_3682, 0x2a_a198, 0xee_e8d5, 0x00_2b36,
            0xcb_4b16, 0x58_6e75, 0x65_7b83, 0x83_9496, 0x6c_71c4, 0x93_a1a1, 0xfd_f6e3,
        ],
    ),
];

/// A terminal with eight colours takes the usual colour for a bright background.
const EIGHT_COLOURS: usize = 8;

fn number_of(colour: Color) -> usize {
    const COLOURS: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    COLOURS.iter().position(|known| *known == colour).unwrap_or_else(|| panic!("{colour:?} is none of the sixteen"))
}

fn luminance(colour: u32) -> f64 {
    let part = |shift: u32| {
        let value = f64::from((colour >> shift) & 0xff) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
}

fn contrast(one: u32, other: u32) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Returns desks in all states that have colours.
fn desks() -> Vec<Bench> {
    let mut desks = Vec::new();
    let mut invalid = Bench::with_groups();
    for text in ["050 123", "", "", "31.04.1990", "f", "nobody", "aysel@gmial.com"] {
        invalid.types(text);
        invalid.press(Key::Tab);
    }
    invalid.press(Key::Ctrl('s'));
    desks.push(invalid);
    let mut done = Bench::new();
    let cid = done.save("501234567", "Rauf").cid;
    done.answer(cid, Ok(registered(cid, "Rauf")));
    desks.push(done);
    let mut refused = Bench::new();
    let cid = refused.save("501234567", "Rauf").cid;
    refused.answer(cid, Err(conflict(Field::Phone)));
    desks.push(refused);
    let mut offline = Bench::new();
    offline.configure(|settings| settings.mode = Mode::Live);
    let cid = offline.save("501234567", "Rauf").cid;
    let error = frontdesk::domain::ApiError::NotSent(frontdesk::domain::ConnectError::ConnectionRefused);
    offline.deliver(cid, DeliveryOutcome::Waiting { error, waiting: 1 });
    offline.send(Msg::Connectivity(Connectivity::Offline { since: chrono::NaiveTime::MIN }));
    desks.push(offline);
    let mut found = Bench::new();
    found.configure(|settings| settings.mode = Mode::Live);
    found.send(Msg::Venue(DisplayText::new("Main venue")));
    found.send(Msg::Connectivity(Connectivity::Connected));
    let phone = Bench::new().save("501234567", "Aysel").phone.unwrap();
    found.types("501234567");
    let customer = registered(found.model.form().cid(), "Aysel");
    found.send(Msg::LookedUp { phone, answer: Ok(PhoneLookup::Registered(Box::new(customer))) });
    desks.push(found);
    for key in [Key::Ctrl('o'), Key::Ctrl('t'), Key::Ctrl('g'), Key::Ctrl('q'), Key::Tab] {
        let mut desk = crate::support::bench::with_name("Aysel");
        let drafts = desk.model.drafts();
        desk.send(Msg::DraftsFound(drafts));
        desk.send(Msg::Counts(OutboxCounts { waiting: 1, ..OutboxCounts::default() }));
        desk.press(key);
        desks.push(desk);
    }
    let mut on_button = crate::support::bench::with_name("Aysel");
    on_button.focus(frontdesk::form::FormField::Register);
    desks.push(on_button);
    desks
}

fn cells(desk: &Bench, theme: Theme, columns: u16, rows: u16) -> Vec<Cell> {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| draw(&desk.model, RenderContext { say: Locale::english(), theme }, frame)).unwrap();
    terminal.backend().buffer().content.clone()
}

const SIZES: [(u16, u16); 4] = [(80, 24), (80, 22), (40, 12), (120, 40)];

#[test]
fn every_pair_of_colours_is_readable_in_every_palette() {
    let theme = Theme { colour: true, underline: true, signs: CharacterSet::Unicode };
    let mut pairs = std::collections::BTreeSet::new();
    for (desk, (columns, rows)) in desks().iter().flat_map(|desk| SIZES.map(|size| (desk, size))) {
        for cell in cells(desk, theme, columns, rows) {
            let looks = format!("{:?}: {:?} on {:?} {:?}", cell.symbol(), cell.fg, cell.bg, cell.modifier);
            match (cell.fg, cell.bg) {
                (Color::Reset, Color::Reset) => {}
                (_, Color::Reset) => assert!(["✓", "✗", "!", " "].contains(&cell.symbol()), "no sign: {looks}"),
                (Color::Reset, _) => panic!("a background without its foreground: {looks}"),
                (fg, bg) => {
                    pairs.insert((number_of(fg), number_of(bg)));
                    // Bold would turn black into grey on many terminals.
                    assert!(!cell.modifier.contains(Modifier::BOLD), "{looks}");
                }
            }
            assert!(!cell.modifier.contains(Modifier::DIM), "{looks}");
        }
    }
    assert!(pairs.len() >= 3, "{pairs:?}");
    for (palette, colours) in PALETTES {
        for (fg, bg) in &pairs {
            for bg in [*bg, bg % EIGHT_COLOURS].into_iter().take(if palette == "Linux console" { 2 } else { 1 }) {
                let contrast = contrast(colours[*fg], colours[bg]);
                assert!(contrast >= 4.5, "{fg} on {bg} in {palette}: {contrast:.2}");
            }
        }
    }
}

/// What the colours say stands there also as a sign or a word.
#[test]
fn without_colours_and_in_ascii_nothing_is_lost() {
    let plain = Theme { colour: false, underline: false, signs: CharacterSet::Ascii };
    for (desk, (columns, rows)) in desks().iter().flat_map(|desk| SIZES.map(|size| (desk, size))) {
        let shown = cells(desk, plain, columns, rows);
        assert!(shown.iter().all(|cell| (cell.fg, cell.bg) == (Color::Reset, Color::Reset)));
        assert!(shown.iter().all(|cell| cell.symbol().is_ascii()));
        assert!(!shown.iter().any(|cell| cell.modifier.contains(Modifier::UNDERLINED)));
        let words: String = shown.iter().map(Cell::symbol).collect();
        let form = desk.model.overlay().is_none();
        assert!(!form || words.contains('>') || words.contains("[ Register ]"), "the focus has no sign: {words}");
        assert!(!form || words.contains("____"), "the fields have no end: {words}");
    }
}
