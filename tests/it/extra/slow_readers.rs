//! A caller that asks for much and reads nothing: the server gives up and has its memory back.

use std::io::Write as _;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use serde_json::json;

use crate::server::wire::{Request, Server, registration, temporary_database};

#[test]
#[ignore = "takes longer than the timeout of the server, 30 s"]
fn a_caller_that_reads_nothing_is_disconnected() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    for number in 0..999 {
        let customer = json!({"name": number.to_string(), "description": "ə".repeat(1000)});
        assert_eq!(server.send(&registration(&customer).token(&token)).status, 200);
    }
    // A page of 2.5 MB, several times: more than the buffers of the two sockets hold.
    let request = Request::get("/open-api/v2/customers?limit=999").token(&token);
    let requests = String::from_utf8(request.bytes()).unwrap().replace("Connection: close\r\n", "").repeat(8);
    let mut stream = server.connect();
    stream.write_all(requests.as_bytes()).unwrap();
    let mut ended = [PollFd::new(&stream, PollFlags::RDHUP)];
    let limit = Timespec { tv_sec: 150, tv_nsec: 0 };
    assert_eq!(poll(&mut ended, Some(&limit)).unwrap(), 1, "the connection is still open");
    assert!(ended[0].revents().intersects(PollFlags::RDHUP | PollFlags::HUP | PollFlags::ERR));
}
