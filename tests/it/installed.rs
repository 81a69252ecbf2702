//! The installed package in a clean system of another version. `packaging/roots.sh` makes the system and runs this.

use std::path::PathBuf;

use portable_pty::CommandBuilder;

use crate::support::chroot::{in_root, run};
use crate::support::program::{Server, code, stdout};
use crate::support::pty::Desk;

#[test]
#[ignore = "needs a root with the package: just roots"]
fn an_installed_package_registers_a_customer() {
    let root = PathBuf::from(std::env::var_os("FRONTDESK_INSTALLED_ROOT").expect("just roots"));
    let home = tempfile::tempdir().unwrap();
    let clopos = Server::start(home.path(), &[]);
    let url = clopos.v2();
    let credentials =
        ["--client-id", "training", "--secret-stdin", "--brand", "training", "--integrator-id", "training"];
    let place = ["--base-url", &url, "--time-zone", "Asia/Baku"];
    let init = [&["/usr/bin/frontdesk", "init", "--kiosk"], &credentials[..], &place].concat();
    let output = run(&root, &init, "training\n");
    assert_eq!(code(&output), Some(0), "{output:?}");
    assert!(stdout(&output).contains("✓ credentials  accepted"), "{output:?}");

    let desk = ["setpriv", "--reuid=frontdesk", "--regid=frontdesk", "--clear-groups", "/usr/bin/frontdesk"];
    let words = in_root(&root, &[&desk[..], &["--kiosk", "--cashier", "aysel"]].concat());
    let mut command = CommandBuilder::new(&words[0]);
    command.args(&words[1..]);
    command.cwd("/");
    command.env_clear();
    command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    command.env("HOME", "/var/lib/frontdesk");
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    let mut desk = Desk::spawn(command, 80, 24);
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.goes_to("\t", "Name");
    desk.types("Rauf Əliyev");
    desk.send("\x13");
    desk.wait_for("REGISTERED  Rauf Əliyev");
    desk.send("\x11");
    assert!(desk.end().success());
    let served = rusqlite::Connection::open(home.path().join("served.sqlite")).unwrap();
    let stored: (String, String) =
        served.query_row("SELECT name, phone FROM customers", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(stored, ("Rauf Əliyev".to_owned(), "+994501234567".to_owned()));
}
