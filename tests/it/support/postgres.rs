//! A private `PostgreSQL` server on a free port, with the programs of the package `postgresql`. It ends with the test.

use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The user of every cluster, and its password.
const USER: &str = "frontdesk";
pub const PASSWORD: &str = "hunter2";

pub struct Cluster {
    directory: TempDir,
    port: u16,
    options: String,
}

impl Cluster {
    /// Starts a server with these options, e.g. `-c fsync=off`.
    pub fn start(options: &str) -> Self {
        Self::start_with_files(options, &[])
    }

    /// Starts a server with these options and with files in its directory of data, which only it can read.
    pub fn start_with_files(options: &str, files: &[(&str, &str)]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut cluster = Self { directory, port: 0, options: options.to_owned() };
        let password = cluster.directory.path().join("password");
        std::fs::write(&password, PASSWORD).unwrap();
        own(cluster.directory.path());
        own(&password);
        let mut initdb = cluster.command("initdb");
        initdb.args(["--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync", "--username", USER]);
        assert!(initdb.arg("--pwfile").arg(&password).status().unwrap().success(), "initdb");
        for (name, text) in files {
            let path = cluster.data().join(name);
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
            own(&path);
        }
        // Another process may take the port before PostgreSQL does.
        for _ in 0..5 {
            cluster.port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            if cluster.try_start() {
                return cluster;
            }
        }
        panic!("{}", std::fs::read_to_string(cluster.log()).unwrap_or_default());
    }

    /// Returns the address of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{USER}:{PASSWORD}@127.0.0.1:{}/{database}", self.port)
    }

    /// Creates a database and returns its address.
    pub fn create(&self, database: &str) -> String {
        query(&self.url("postgres"), &format!("CREATE DATABASE {database}"));
        self.url(database)
    }

    /// Ends the server at once: it writes nothing more, and loses the connections.
    pub fn stop(&self) {
        assert!(self.pg_ctl(&["--mode=immediate", "stop"]), "pg_ctl stop");
    }

    /// Kills all processes of the server, as a power cut does.
    pub fn kill(&self) {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let postmaster = file.lines().next().unwrap();
        // The others end with the first one's death.
        assert!(Command::new("kill").args(["-KILL", postmaster]).status().unwrap().success());
    }

    /// Starts the server again, on its port.
    pub fn start_again(&self) {
        // The processes of a killed server may live a moment longer, and keep its memory.
        assert!((0..100).any(|_| self.try_start()), "{}", std::fs::read_to_string(self.log()).unwrap_or_default());
    }

    /// Sends a signal to all processes of the server: `STOP` makes it hang, `CONT` ends that.
    pub fn signal(&self, name: &str) {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let postmaster = file.lines().next().unwrap();
        let children = Command::new("pgrep").args(["-P", postmaster]).output().unwrap();
        let children = String::from_utf8(children.stdout).unwrap();
        let pids = children.split_whitespace().chain([postmaster]);
        // A session may have ended meanwhile.
        Command::new("kill").arg(format!("-{name}")).args(pids).stderr(Stdio::null()).status().unwrap();
    }

    fn try_start(&self) -> bool {
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} {}",
            self.port,
            self.directory.path().display(),
            self.options
        );
        let log = self.log();
        self.pg_ctl(&["--wait", "--timeout=120", "--log", log.to_str().unwrap(), "--options", &options, "start"])
    }

    fn pg_ctl(&self, arguments: &[&str]) -> bool {
        self.command("pg_ctl").args(arguments).status().unwrap().success()
    }

    /// Returns a command of `PostgreSQL` for the directory of data. Its programs refuse to run as root.
    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(program(name));
        command.current_dir(self.directory.path()).env("PGDATA", self.data());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if rustix::process::geteuid().is_root() {
            let (user, group) = postgres_account();
            command.uid(user).gid(group);
        }
        command
    }

    fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    fn log(&self) -> PathBuf {
        self.directory.path().join("log")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // A stopped process ends only when it continues.
        if self.data().join("postmaster.pid").exists() {
            self.signal("CONT");
            self.pg_ctl(&["--mode=immediate", "stop"]);
        }
    }
}

/// Returns the output of a query, without names of columns, the columns separated by `|`.
pub fn query(url: &str, sql: &str) -> String {
    let output = Command::new(program("psql")).args([url, "-XAtqc", sql]).output().unwrap();
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Returns the path of a program of the newest `PostgreSQL` that is installed.
fn program(name: &str) -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL: apt-get install postgresql");
    let newest = versions
        .filter_map(|version| version.unwrap().file_name().to_str()?.parse::<u32>().ok())
        .max()
        .expect("PostgreSQL: apt-get install postgresql");
    Path::new("/usr/lib/postgresql").join(newest.to_string()).join("bin").join(name)
}

/// Gives a file to the account that runs `PostgreSQL`.
fn own(path: &Path) {
    if rustix::process::geteuid().is_root() {
        let (user, group) = postgres_account();
        chown(path, Some(user), Some(group)).unwrap();
    }
}

fn postgres_account() -> (u32, u32) {
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap();
    let account = accounts.lines().find_map(|line| line.strip_prefix("postgres:x:")).expect("the account postgres");
    let mut numbers = account.split(':').map(|number| number.parse().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap())
}
