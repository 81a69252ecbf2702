//! Invalid customers and the API's sentences for them, and unusual customers that are valid.

use serde_json::{Value, json};

use crate::server::wire::{Request, Server, registration, temporary_database};

const NO_NAME: &str = "The name field is required.";
const GENDER: &str = "The gender field must be 1, 2 or null.";
const DATE: &str = "The date_of_birth field must be a valid date in the format YYYY-MM-DD.";
const NO_GROUP: &str = "The selected group_id is invalid.";
const GROUP: &str = "The group_id field must be an integer.";
const EMAIL: &str = "The email field must be a valid email address.";
const CID: &str = "The cid field must be a valid UUID.";

/// A sentence, and the fields that each lead to it.
const INVALID: [(&str, &[&str]); 17] = [
    (NO_NAME, &[r#""phone":"1""#, r#""name":"""#, r#""name":" \t\n\u00a0\u2003""#, r#""name":null"#]),
    ("The name field must be a string.", &[r#""name":1"#, r#""name":["A"]"#]),
    ("The name field must not contain NUL characters.", &[r#""name":"A\u0000B""#]),
    (GENDER, &[r#""gender":0"#, r#""gender":3"#, r#""gender":-1"#, r#""gender":1.5"#, r#""gender":"1""#]),
    (GENDER, &[r#""gender":true"#, r#""gender":99999999999999999999999999"#, r#""gender":{}"#]),
    (DATE, &[r#""date_of_birth":"2023-02-29""#, r#""date_of_birth":"1990-13-01""#, r#""date_of_birth":"0000-00-00""#]),
    (DATE, &[r#""date_of_birth":"15.05.1990""#, r#""date_of_birth":"1990-5-15""#, r#""date_of_birth":"19900515""#]),
    (DATE, &[r#""date_of_birth":"1990-05-15T00:00:00Z""#, r#""date_of_birth":"+990-05-15""#]),
    ("The date_of_birth field must be a string.", &[r#""date_of_birth":19900515"#]),
    (NO_GROUP, &[r#""group_id":99"#, r#""group_id":0"#, r#""group_id":-1"#]),
    (GROUP, &[r#""group_id":"1""#, r#""group_id":1.5"#, r#""group_id":1e30"#, r#""group_id":[1]"#]),
    (EMAIL, &[r#""email":"aysel""#, r#""email":"@gmail.com""#, r#""email":"aysel@""#, r#""email":"a b@c.az""#]),
    (EMAIL, &[r#""email":"Aysel <aysel@gmail.com>""#, r#""email":"<aysel@gmail.com>""#]),
    ("The email field must be a string.", &[r#""email":{}"#]),
    (CID, &[r#""cid":"42""#, r#""cid":"0f9654bc952043d78109317d9820f54c""#]),
    (CID, &[r#""cid":"0f9654bc-9520-43d7-8109-317d9820f54g""#, r#""cid":"{0f9654bc-9520-43d7-8109-317d9820f54c}""#]),
    ("The phone field must not contain NUL characters.", &[r#""phone":"+994\u0000""#]),
];

#[test]
fn a_text_has_a_longest_length() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    for (field, longest) in [("name", 255), ("phone", 255), ("code", 255), ("description", 1000)] {
        let send = |length: usize| {
            let mut body = json!({"name": "A"});
            // Characters count, not bytes.
            body[field] = "ə".repeat(length).into();
            server.send(&registration(&body).token(&token))
        };
        assert_eq!(send(longest).status, 200, "{field}");
        let answer = send(longest + 1);
        let sentence = format!("The {field} field must not be greater than {longest} characters.");
        assert_eq!((answer.status, &answer.json()["error"]), (400, &json!(sentence)));
    }
}

#[test]
fn invalid_values_are_rejected_with_a_sentence() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    let assert_rejected = |body: &str, sentence: &str| {
        let answer = server.send(&Request::post("/open-api/v2/customers", body).token(&token));
        let expected = json!({"success": false, "message": "Validation failed", "error": sentence});
        assert_eq!((answer.status, answer.json()), (400, expected), "{body}");
    };
    for (sentence, fields) in INVALID {
        for field in fields {
            let is_about_name = field.starts_with(r#""name""#) || sentence == NO_NAME;
            let body = if is_about_name { format!("{{{field}}}") } else { format!(r#"{{"name":"A",{field}}}"#) };
            assert_rejected(&body, sentence);
        }
    }
    for field in ["phone", "code", "description", "cid"] {
        assert_rejected(&format!(r#"{{"name":"A","{field}":7}}"#), &format!("The {field} field must be a string."));
    }
    assert_rejected("{}", NO_NAME);
    assert_rejected(r#"{"gender":7,"email":"x","group_id":99}"#, &format!("{NO_NAME} {EMAIL} {GENDER}"));
    let answer = server.send(&Request::get("/open-api/v2/customers").token(&token));
    assert_eq!(answer.json()["total"], 0);
}

/// JSON Schema has one type of number, so `1.0` is an integer.
#[test]
fn a_whole_number_may_be_written_with_a_fraction() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    for (gender, group, stored) in [("1", "2", [1, 2]), ("2.0", "3.0", [2, 3]), ("1e0", "10e-1", [1, 1])] {
        let body = format!(r#"{{"name":"A","gender":{gender},"group_id":{group}}}"#);
        let answer = server.send(&Request::post("/open-api/v2/customers", body.as_str()).token(&token));
        let data = &answer.json()["data"];
        assert_eq!((&data["gender"], &data["group_id"]), (&json!(stored[0]), &json!(stored[1])), "{body}");
    }
}

#[test]
fn a_missing_empty_or_null_value_is_absent() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    let bodies = [
        json!({"name": "Aysel Məmmədova"}),
        json!({"name": "Ёлка", "phone": "", "code": " ", "cid": "", "email": "\t", "description": "", "date_of_birth": ""}),
        json!({"name": "漢", "phone": null, "code": null, "cid": null, "email": null, "description": null,
               "group_id": null, "gender": null, "date_of_birth": null, "unknown": {"a": [1]}}),
    ];
    for body in bodies {
        let answer = server.send(&registration(&body).token(&token)).json();
        let data = &answer["data"];
        assert_eq!(data["name"], body["name"]);
        for field in ["phone", "code", "email", "description", "gender", "date_of_birth"] {
            assert_eq!(data[field], Value::Null, "{field} of {body}");
        }
        assert_eq!((&data["group_id"], &data["group"]["name"]), (&json!(1), &json!("My Customers")));
        let cid = data["cid"].as_str().unwrap();
        assert_eq!((cid.len(), cid.split('-').map(str::len).collect::<Vec<_>>()), (36, vec![8, 4, 4, 4, 12]), "{cid}");
    }
}
