//! Creates the pictures of the README with the real program: `just pictures`.
//!
//! A server with the API runs on this computer, and the desk is opened in a pty. One scene is recorded while it is typed
//! and becomes an animation, three become a picture of the last screen.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs};

use anyhow::{Context as _, ensure};

mod session;
mod svg;

use Step::{Look, Press, Type, Wait};
use session::{Session, Step};

/// The customer who has the phone of the conflict.
const REGISTERED_BEFORE: &str =
    r#"{"name": "Aysel Məmmədova", "phone": "050 123 45 67", "date_of_birth": "1990-05-15", "group": "Regulars"}"#;

/// A registration as a cashier types it.
const REGISTRATION: &[Step] = &[
    Wait("Main venue"),
    Look(900),
    Type("0552345678"),
    Wait("new customer"),
    Look(700),
    Press("Enter", "\r"),
    Type("rauf əliyev"),
    Wait("Rauf Əliyev"),
    Look(700),
    Press("Enter", "\r"),
    Press("Enter", "\r"),
    Type("02111985"),
    Wait("2 November 1985"),
    Look(700),
    Press("Enter", "\r"),
    Type("m"),
    Look(400),
    Press("Enter", "\r"),
    Type("reg"),
    Wait("✓ Regulars"),
    Look(900),
    Press("Ctrl-S", "\x13"),
    Wait("✓ REGISTERED"),
    Look(900),
];

const REGISTERED: &[Step] = &[
    Wait("Main venue"),
    Type("0553334455\rleyla quliyeva\r\r\r\rregu"),
    Wait("✓ Regulars"),
    Press("Ctrl-S", "\x13"),
    Wait("✓ REGISTERED"),
    Look(500),
];

const CONFLICT: &[Step] = &[
    Wait("Main venue"),
    Type("0501234567\raysel mammadova\r"),
    Press("Ctrl-S", "\x13"),
    Wait("NOT REGISTERED"),
    Wait("Aysel Məmmədova"),
    Look(500),
];

/// Typed after the server was ended.
const OFFLINE: &[Step] = &[
    Type("0556667788\rrauf həsənov\r"),
    Press("Ctrl-S", "\x13"),
    Wait("1 waiting"),
    Type("0557778899\rdilnoza karimova\r"),
    Press("Ctrl-S", "\x13"),
    Wait("2 waiting"),
    Type("0558889900\rişıl öztürk\r"),
    Press("Ctrl-S", "\x13"),
    Wait("3 waiting"),
    Look(500),
];

fn main() -> anyhow::Result<()> {
    let mut arguments = env::args().skip(1).map(PathBuf::from);
    let (program, folder) = arguments.next().zip(arguments.next()).context("usage: pictures PROGRAM FOLDER")?;
    let host = Host::start(&std::path::absolute(program)?)?;
    let write = |name: &str, picture: svg::Picture| -> anyhow::Result<()> {
        Ok(fs::write(folder.join(name), picture.to_string())?)
    };
    let frames = host.desk("registration")?.play(REGISTRATION, session::Pace::OfACashier)?;
    write("registration.svg", svg::animation("A registration", &frames))?;
    for (name, title, steps) in
        [("registered.svg", "A registered customer", REGISTERED), ("conflict.svg", "A conflict", CONFLICT)]
    {
        let frames = host.desk(name)?.play(steps, session::Pace::AtOnce)?;
        write(name, svg::picture(title, frames.last().context("no frame")?))?;
    }
    let mut desk = host.desk("offline")?;
    desk.play(&[Wait("Main venue")], session::Pace::AtOnce)?;
    drop(host.server);
    let frames = desk.play(OFFLINE, session::Pace::AtOnce)?;
    write("offline.svg", svg::picture("Offline with three waiting customers", frames.last().context("no frame")?))
}

/// A server, and the desks of a host that is connected to it.
struct Host {
    program: PathBuf,
    home: tempfile::TempDir,
    base_url: String,
    server: Server,
}

/// The process of the server. It is killed on drop.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Host {
    fn start(program: &Path) -> anyhow::Result<Self> {
        let home = tempfile::tempdir()?;
        let mut serve = Command::new(program);
        serve.env_clear().env("HOME", home.path()).args(["serve", "--listen", "127.0.0.1:0", "--database"]);
        let mut server =
            serve.arg(home.path().join("served.sqlite")).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut line = String::new();
        BufReader::new(server.stdout.take().context("no output")?).read_line(&mut line)?;
        let base_url = format!("http://{}/open-api/v2", line.trim().rsplit("http://").next().unwrap_or_default());
        let host = Self { program: program.to_owned(), home, base_url, server: Server(server) };
        let mut add = Command::new(program);
        add.env_clear().envs(host.environment()).args(["add", "--stdin"]);
        let mut add = add.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        add.stdin.take().context("no input")?.write_all(REGISTERED_BEFORE.as_bytes())?;
        ensure!(add.wait()?.success(), "the first customer was not registered");
        Ok(host)
    }

    fn environment(&self) -> Vec<(String, String)> {
        let credentials = ["CLIENT_ID", "CLIENT_SECRET", "BRAND", "INTEGRATOR_ID"];
        let mut environment: Vec<_> =
            credentials.into_iter().map(|name| (format!("CLOPOS_{name}"), "training".to_owned())).collect();
        for (name, value) in [
            ("HOME", self.home.path().to_string_lossy().as_ref()),
            ("CLOPOS_BASE_URL", &self.base_url),
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
        ] {
            environment.push((name.to_owned(), value.to_owned()));
        }
        environment
    }

    /// Opens a desk with a state directory of its own: no scene leaves a draft for another one.
    fn desk(&self, scene: &str) -> anyhow::Result<Session> {
        let state = ("FRONTDESK_STATE_DIR".to_owned(), self.home.path().join(scene).to_string_lossy().into_owned());
        Session::open(&self.program, self.environment().into_iter().chain([state]))
    }
}
