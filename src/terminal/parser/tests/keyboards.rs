use super::*;

#[test]
fn a_keypad_key_in_application_mode_types_its_label() {
    for (byte, key) in b"jklmnopqrstuvwxyX".iter().zip("*+,-./0123456789=".chars()) {
        assert_keys(&[0x1b, b'O', *byte], &[Key::Char(key)]);
        // With Num Lock off and Shift.
        assert_keys(&[0x1b, b'O', b'2', *byte], &[Key::Char(key)]);
    }
    assert_keys(b"\x1bOM", &[Key::Enter]);
    assert_keys(b"\x1bOI", &[Key::Tab]);
    assert_keys(b"\x1bO ", &[Key::Char(' ')]);
    assert_keys(b"\x1bOq\x1bOn\x1bOu\x1bOn\x1bOq\x1bOy\x1bOy\x1bOp", &char_keys("1.5.1990"));
    assert_keys(b"1\x1bOn5\x1bOn1990", &char_keys("1.5.1990"));
    for (code, key) in (57_399..).zip("0123456789./*-+".chars()) {
        assert_keys(format!("\x1b[{code}u").as_bytes(), &[Key::Char(key)]);
        assert_keys(format!("\x1b[{code};129u").as_bytes(), &[Key::Char(key)]);
    }
    let named = [(57_414, Key::Enter), (57_415, Key::Char('=')), (57_416, Key::Char(',')), (57_417, Key::Left)];
    for (code, key) in named.into_iter().chain([(57_419, Key::Up), (57_424, Key::End), (57_426, Key::Delete)]) {
        assert_keys(format!("\x1b[{code}u").as_bytes(), &[key]);
    }
    for code in [57_421, 57_425, 57_427, 57_441] {
        assert_keys(format!("\x1b[{code}u").as_bytes(), &[]);
    }
}

#[test]
fn every_encoding_of_a_modified_cursor_key_is_recognised() {
    let cases: &[(&[&str], &[Key])] = &[
        (&["\x1b[1;5C", "\x1b[1;3C", "\x1b[1;9C", "\x1bOc", "\x1bO5C", "\x1bO1;5C"], &[Key::WordRight]),
        (&["\x1b[1;5D", "\x1b[1;3D", "\x1b[1;6D", "\x1bOd", "\x1bO5D", "\x1bO3D"], &[Key::WordLeft]),
        (&["\x1bO2C", "\x1b[c", "\x1b[1;2C"], &[Key::Right]),
        (&["\x1bO2D", "\x1b[d", "\x1b[1;2D", "\x1b[1;129D"], &[Key::Left]),
        (&["\x1bOa", "\x1b[a", "\x1bO5A", "\x1b[1;5A"], &[Key::Up]),
        (&["\x1bOb", "\x1b[b", "\x1bO2B", "\x1b[1;1:2B"], &[Key::Down]),
        (&["\x1b[7~", "\x1b[7$", "\x1b[7^", "\x1b[7@", "\x1b[1$", "\x1bO5H", "\x1b[1;5H"], &[Key::Home]),
        (&["\x1b[8~", "\x1b[8$", "\x1b[8^", "\x1b[8@", "\x1b[4^", "\x1bO2F", "\x1b[4;5~"], &[Key::End]),
        (&["\x1b[3$", "\x1b[3^", "\x1b[3;5~"], &[Key::Delete]),
        (&["\x1bO2P", "\x1bO5S", "\x1b[1;2P", "\x1bOE", "\x1b[E", "\x1b[5$", "\x1b[6^", "\x1b[1;5:3D"], &[]),
    ];
    for (encodings, expected) in cases {
        for bytes in *encodings {
            assert_keys(bytes.as_bytes(), expected);
            // The letters typed next are unchanged.
            let later = parse_two_chunks(bytes.as_bytes(), b"Aysel 7", 60);
            assert_eq!(keys(&later), [*expected, &char_keys("Aysel 7")].concat(), "{bytes:?}");
        }
    }
    // Also in one chunk.
    for (bytes, expected) in [("\x1bOdx", Key::WordLeft), ("\x1bOcx", Key::WordRight), ("\x1bO5Dx", Key::WordLeft)] {
        assert_eq!(keys(&parse(bytes.as_bytes(), 0)), [expected, Key::Char('x')], "{bytes:?}");
    }
    assert_eq!(keys(&parse(b"\x1bOPx", 0)), [Key::Function(1), Key::Char('x')]);
    assert_eq!(keys(&parse(b"\x1bOnX", 0)), char_keys(".X"));
    for shift_home in ["\x1b[7$", "\x1b[8$", "\x1b[3$"] {
        assert_eq!(keys(&parse(format!("{shift_home}ya").as_bytes(), 0))[1..], char_keys("ya"), "at once, too");
    }
}

#[test]
fn a_key_sent_by_codepoint_types_only_without_modifiers() {
    let cases: &[(&str, &[Key])] = &[
        ("\x1b[27;5;115~", &[Key::Ctrl('s')]),
        ("\x1b[115;5u", &[Key::Ctrl('s')]),
        ("\x1b[115;6u", &[Key::Ctrl('s')]),
        ("\x1b[115;69u", &[Key::Ctrl('s')]),
        ("\x1b[99;3u", &[Key::Alt('c')]),
        ("\x1b[27;3;99~", &[Key::Alt('c')]),
        ("\x1b[399u", &[Key::Char('Ə')]),
        ("\x1b[97u", &[Key::Char('a')]),
        ("\x1b[97;1:1u", &[Key::Char('a')]),
        ("\x1b[97;1:2u", &[Key::Char('a')]),
        ("\x1b[97;1:3u", &[]),
        ("\x1b[97;129u", &[Key::Char('a')]),
        // Shift in the forms of xterm and kitty, and with Caps Lock.
        ("\x1b[65;2u", &[Key::Char('A')]),
        ("\x1b[97;2u", &[Key::Char('A')]),
        ("\x1b[97:65;2u", &[Key::Char('A')]),
        ("\x1b[49:33;2u", &[Key::Char('!')]),
        ("\x1b[97:65;1u", &[Key::Char('a')]),
        ("\x1b[97;65u", &[Key::Char('A')]),
        ("\x1b[97;66u", &[Key::Char('a')]),
        ("\x1b[97;;601u", &[Key::Char('ə')]),
        ("\x1b[601;2u", &[Key::Char('Ə')]),
        // The Latin letter of a Cyrillic key.
        ("\x1b[1089::99;5u", &[Key::Ctrl('c')]),
        ("\x1b[1089::99;1u", &[Key::Char('\u{441}')]),
        ("\x1b[99:67:99;5:1u", &[Key::Ctrl('c')]),
        ("\x1b[99:3;5u", &[Key::Ctrl('c')]),
        ("\x1b[99;5:3u", &[]),
        ("\x1b[9;2u", &[Key::BackTab]),
        ("\x1b[13;5u\x1b[9u\x1b[27u\x1b[127u", &[Key::Enter, Key::Tab, Key::Esc, Key::Backspace]),
        ("\x1b[91;5u", &[Key::Esc]),
    ];
    for (bytes, expected) in cases {
        assert_keys(bytes.as_bytes(), expected);
    }
    // Super, Hyper and Meta, alone and with other modifiers.
    for modifiers in [9, 10, 11, 13, 17, 21, 33, 37, 57, 73, 137] {
        for key in ["99", "13", "115", "32", "57409", "27", "1089::99", "99:67"] {
            assert_keys(format!("\x1b[{key};{modifiers}u").as_bytes(), &[]);
        }
        assert_keys(format!("\x1b[27;{modifiers};99~").as_bytes(), &[]);
        assert_keys(format!("\x1b[99;{modifiers};99u").as_bytes(), &[]);
    }
}
