//! Lists: filters, order and pages.

use serde_json::{Value, json};

use crate::server::api::my_customers;
use crate::server::wire::{Request, Server, masked, registration, temporary_database};

#[test]
fn lists_are_filtered_ordered_and_paged() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    let customers = [
        json!({"name": "Aysel Məmmədova", "phone": "+994 50 333 22 11", "group_id": 2}),
        json!({"name": "Rauf Əliyev", "phone": "+994505355757"}),
        json!({"name": "rauf 100%_", "group_id": 2}),
        json!({"name": "Zoe", "phone": "call me"}),
    ];
    for customer in &customers {
        assert_eq!(server.send(&registration(customer).token(&token)).status, 200);
    }
    let cases = [
        ("", (4, vec![4, 3, 2, 1])),
        ("sort[0]=id&sort[1]=1", (4, vec![1, 2, 3, 4])),
        ("sort%5B0%5D=name&sort%5B1%5D=1", (4, vec![1, 3, 2, 4])),
        ("sort[0]=name&sort[1]=-1", (4, vec![4, 2, 3, 1])),
        ("sort[0]=secret&sort[1]=1", (4, vec![4, 3, 2, 1])),
        ("limit=3", (4, vec![4, 3, 2])),
        ("limit=3&page=2", (4, vec![1])),
        ("limit=3&page=9", (4, vec![])),
        ("limit=2&page=18446744073709551615", (4, vec![])),
        ("filters[0][0]=phones&filters[0][1]=994503332211", (1, vec![1])),
        ("filters%5B0%5D%5B0%5D=phones&filters%5B0%5D%5B1%5D=%2B994%2050%20535%2057%2057", (1, vec![2])),
        ("filters[0][0]=phones&filters[0][1]=99450", (2, vec![2, 1])),
        ("filters[0][0]=phones&filters[0][1]=call", (1, vec![4])),
        ("filters[0][0]=phones&filters[0][1]=777", (0, vec![])),
        ("filters[0][0]=phone&filters[0][1]=777", (4, vec![4, 3, 2, 1])),
        ("filters%255B0%255D%255B0%255D=phones&filters%255B0%255D%255B1%255D=777", (4, vec![4, 3, 2, 1])),
        ("filters[0][0]=name&filters[0][1]=RAUF", (2, vec![3, 2])),
        ("filters[0][0]=name&filters[0][1]=%C9%99liyev", (1, vec![2])),
        ("filters[0][0]=name&filters[0][1]=%25_", (1, vec![3])),
        ("filters[0][0]=name&filters[0][1]='%20OR%201=1--", (0, vec![])),
        ("filters[0][0]=group_id&filters[0][1]=2", (2, vec![3, 1])),
        ("filters[0][0]=group_id&filters[0][1]=all", (0, vec![])),
        ("filters[0][0]=group_id&filters[0][1]=2&filters[1][0]=name&filters[1][1]=a&limit=1", (2, vec![3])),
        ("search=zoe&email=x&filters[0][0]=code&filters[0][1]=x", (4, vec![4, 3, 2, 1])),
    ];
    for (query, (total, ids)) in cases {
        let answer = server.send(&Request::get(&format!("/open-api/v2/customers?{query}")).token(&token));
        assert_eq!(answer.status, 200, "{query}");
        let answer = answer.json();
        let found: Vec<u64> =
            answer["data"].as_array().unwrap().iter().map(|one| one["id"].as_u64().unwrap()).collect();
        assert_eq!((answer["total"].as_u64().unwrap(), found), (total, ids), "{query}");
    }
    let many = (0..33).map(|n| format!("filters[{n}][0]=name&filters[{n}][1]=a")).collect::<Vec<_>>().join("&");
    assert_eq!(server.send(&Request::get(&format!("/open-api/v2/customers?{many}")).token(&token)).status, 400);
}

#[test]
fn each_generation_has_its_own_page_sizes() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let (v1, v2) = (server.v1_token(), server.v2_token());
    for number in 0..120 {
        assert_eq!(server.send(&registration(&json!({"name": format!("Customer {number}")})).token(&v2)).status, 200);
    }
    let cases = [
        ("/open-api/customers", 20),
        ("/open-api/customers?limit=100", 100),
        ("/open-api/customers?limit=101", 100),
        ("/open-api/customers?limit=0", 1),
        ("/open-api/v2/customers", 50),
        ("/open-api/v2/customers?limit=999", 120),
        ("/open-api/v2/customers?limit=100000", 120),
        ("/open-api/v2/customers?limit=nonsense", 50),
    ];
    for (target, rows) in cases {
        let token = if target.contains("v2") { &v2 } else { &v1 };
        let request = Request::get(target).token(token).header("x-brand", "training").header("x-venue", "1");
        let answer = server.send(&request).json();
        assert_eq!((answer["data"].as_array().unwrap().len(), &answer["total"]), (rows, &json!(120)), "{target}");
    }
}

#[test]
fn groups_are_listed_by_id() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    let group = |id: u64, name: &str, discount: u64, second: u64| {
        let moment = format!("2025-08-16T15:21:{second}.000000Z");
        json!({
            "id": id, "name": name, "discount_type": 1, "discount_value": discount, "system_type": "",
            "created_at": moment, "updated_at": moment, "deleted_at": null
        })
    };
    let all = [my_customers(), group(2, "Regulars", 5, 16), group(3, "Staff", 20, 17), group(4, "VIP", 10, 18)];
    let list = |data: &[Value]| {
        json!({
            "success": true, "data": data, "total": 4, "time": "*", "timestamp": "*", "unix": "*",
            "sorts": ["id", "name", "discount_type", "discount_value", "created_at", "updated_at"]
        })
    };
    for (query, expected) in
        [("", &all[..]), ("?limit=2&page=2", &all[2..]), ("?sort[0]=name&sort[1]=1&limit=1", &all[..1])]
    {
        let answer = server.send(&Request::get(&format!("/open-api/v2/customer-groups{query}")).token(&token));
        assert_eq!((answer.status, masked(answer.json())), (200, list(expected)), "{query}");
    }
}
