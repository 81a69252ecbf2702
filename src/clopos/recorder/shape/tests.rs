use serde_json::json;

use super::*;

#[test]
fn a_shape_has_keys_types_and_lengths() {
    let answer = json!({
        "success": true,
        "data": [
            {"id": 1, "name": "Aysel", "phone": "+994501234567", "group": null, "spent": 1.5},
            {"id": 2, "name": "Rauf Ə.", "phone": "+994 50 123 45 67", "group": {"id": 3}},
            {"id": "3", "name": "", "phone": null},
        ],
        "total": 3,
    });
    let expected = [
        "(answer): object",
        "data: list of 3",
        "data[]: object",
        "data[].group: null or object (in 2 of 3)",
        "data[].group.id: integer",
        "data[].id: integer or string(1) like \"9\"",
        "data[].name: string(0 to 7)",
        "data[].phone: null or string(13 to 17) like \"+999 99 999 99 99\" or \"+999999999999\"",
        "data[].spent: decimal (in 1 of 3)",
        "success: true",
        "total: integer",
    ];
    let mut lines = lines(&answer);
    lines.sort();
    let mut expected = expected.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(lines, expected);
}

#[test]
fn nothing_that_could_be_data_is_shown() {
    let hostile = json!({
        "+994501234567": {"name": "Aysel"},
        "Aysel Məmmədova": 1,
        "x\u{1b}[31m": "y",
        "k994501234567": 1,
        "": "",
        "CARD-77": 1,
        "balance_id": 42,
        "ok2": "aysel@example.com",
        "time": "2026-11-26T10:00:00.000000Z",
        "error": "Invalid token",
        "message": "Invalid token of Aysel",
        "token": "eyJhbGciOi.J9.x",
    });
    let text = lines(&hostile).join("\n");
    for secret in ["CARD", "Aysel", "994", "aysel", "42", "eyJ", "\u{1b}", "2026"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    for shown in [
        "balance_id: integer",
        "ok2: string(17)",
        "time: string(27) like \"9999-99-99T99:99:99.999999Z\"",
        "key(13): integer or object",
    ] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
}

#[test]
fn a_huge_answer_has_a_short_shape() {
    let letters = |number: u32| (0..4).map(|at| char::from(b'a' + (number >> (4 * at) & 15) as u8)).collect();
    let wide: serde_json::Map<String, Value> = (0..60_000).map(|number| (letters(number), Value::Null)).collect();
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!({ "a": [deep] });
    }
    let long = json!(vec![json!({"id": 1}); 10_000]);
    for value in [Value::Object(wide), deep, long] {
        let lines = lines(&value);
        assert!(lines.len() <= MAX_LINES + 1 && lines.iter().all(|line| line.len() < 500), "{}", lines.len());
    }
}
