//! A real OpenSSH server with its own keys, configured by the files of `assets/sshd`, on a free port of this machine.

use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use portable_pty::CommandBuilder;
use tempfile::TempDir;

/// The configuration file of the server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Setup {
    /// The same command for every key.
    SharedCommand,
    /// Each key names its command and its cashier.
    Cashiers,
    /// The same command for every key, under tmux.
    Tmux,
}

pub struct Server {
    root: TempDir,
    address: SocketAddr,
    /// One process for each connection.
    connections: Arc<Mutex<Vec<Child>>>,
    login: String,
    uses_tmux: bool,
}

/// Finds a tool, also in the system folders that the search path may not contain.
pub fn find_tool(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    folders.map(|folder| folder.join(name)).find(|file| file.is_file())
}

fn user() -> String {
    let output = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

pub fn generate_key(file: &Path) {
    let status = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(file).status().unwrap();
    assert!(status.success());
}

impl Server {
    pub fn start(setup: Setup) -> Self {
        let root = tempfile::tempdir().unwrap();
        let path = root.path();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        for dir in ["etc/frontdesk", "var/lib/frontdesk"] {
            fs::create_dir_all(path.join(dir)).unwrap();
        }
        fs::write(path.join("etc/frontdesk/frontdesk.toml"), "[desk]\ncountry = \"AZ\"\n").unwrap();
        generate_key(&path.join("host_key"));
        generate_key(&path.join("key"));
        let key = fs::read_to_string(path.join("key.pub")).unwrap();
        let config = config(path, setup);
        fs::write(path.join("sshd_config"), config).unwrap();
        let line = match setup {
            Setup::SharedCommand | Setup::Tmux => format!("restrict,pty {key}"),
            Setup::Cashiers => format!("command=\"{} --cashier the-cashier\",restrict,pty {key}", desk_command(path)),
        };
        fs::write(path.join("etc/frontdesk/authorized_keys"), line).unwrap();
        // If root starts sshd, it needs this directory, which a normal system start creates.
        let _ = fs::create_dir_all("/run/sshd");
        let mut sshd = vec![find_tool("sshd").unwrap().display().to_string(), "-f".to_owned()];
        sshd.push(path.join("sshd_config").display().to_string());
        let mut server = Self::serve(root, sshd, Self::host());
        server.uses_tmux = setup == Setup::Tmux;
        server
    }

    /// Starts a server for the account of the desks. The command runs sshd. The directory has the client's `key`.
    pub fn serve_account(root: TempDir, sshd: Vec<String>) -> Self {
        Self::serve(root, sshd, "frontdesk@127.0.0.1".to_owned())
    }

    fn serve(root: TempDir, sshd: Vec<String>, login: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let connections: Arc<Mutex<Vec<Child>>> = Arc::default();
        let (children, path) = (Arc::clone(&connections), root.path().to_owned());
        // As with inetd, each sshd process serves one accepted connection. The test itself binds the port, so it is
        // certainly free.
        thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                let log = File::options().create(true).append(true).open(path.join("sshd.log"));
                let Ok(log) = log else { return };
                let stream = OwnedFd::from(stream);
                let child = Command::new(&sshd[0])
                    .args(&sshd[1..])
                    .args(["-i", "-e"])
                    .stdin(stream.try_clone().unwrap())
                    .stdout(stream)
                    .stderr(log)
                    .spawn()
                    .unwrap();
                children.lock().unwrap().push(child);
            }
        });
        Self { root, address, connections, login, uses_tmux: false }
    }

    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// Returns the state directory of the desk.
    pub fn state(&self) -> PathBuf {
        self.root().join("var/lib/frontdesk")
    }

    pub fn customers(&self) -> Vec<String> {
        let database = rusqlite::Connection::open(self.state().join("training.sqlite")).unwrap();
        let mut rows = database.prepare("SELECT name FROM customers ORDER BY id").unwrap();
        rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    pub fn host() -> String {
        format!("{}@127.0.0.1", user())
    }

    fn options(&self) -> Vec<String> {
        let key = self.root().join("key").display().to_string();
        let mut options = vec!["-F".to_owned(), "/dev/null".into(), "-i".into(), key];
        for option in [
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "IdentitiesOnly=yes",
            "BatchMode=yes",
            "LogLevel=ERROR",
            "SendEnv=LANG",
            &format!("Port={}", self.address.port()),
        ] {
            options.extend(["-o".to_owned(), option.to_owned()]);
        }
        options
    }

    /// Returns a command of one of the clients with its options.
    pub fn client(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command.args(self.options()).env("LANG", "C.UTF-8");
        command
    }

    /// `ssh OPTIONS HOST COMMAND`
    pub fn ssh(&self, options: &[&str], command: &[&str]) -> Command {
        let mut ssh = self.client("ssh");
        ssh.args(options).arg(&self.login).args(command);
        ssh
    }

    /// `ssh` for a terminal.
    pub fn terminal(&self, options: &[&str]) -> CommandBuilder {
        let mut ssh = CommandBuilder::new("ssh");
        ssh.env_clear();
        ssh.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        ssh.env("HOME", self.root());
        ssh.env("TERM", "xterm-256color");
        ssh.env("LANG", "C.UTF-8");
        ssh.args(self.options());
        ssh.args(options);
        ssh.arg("-tt");
        ssh.arg(&self.login);
        ssh
    }

    /// Waits until the processes of all connections have ended.
    pub fn wait_for_all_connections(&self) {
        for mut child in self.connections.lock().unwrap().drain(..) {
            child.wait().unwrap();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.uses_tmux {
            let socket = self.root().join("tmux.socket");
            let _ = Command::new("tmux").arg("-S").arg(socket).arg("kill-server").stderr(Stdio::null()).status();
        }
        for child in self.connections.lock().unwrap().iter_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Returns the command with which the server starts the desk, with the paths of this test.
fn desk_command(root: &Path) -> String {
    format!(
        "/usr/bin/env FRONTDESK_TEST_USED=1 FRONTDESK_TEST_ROOT={} {} --kiosk",
        root.display(),
        env!("CARGO_BIN_EXE_frontdesk")
    )
}

/// Returns the file of `assets/sshd` with the user and the paths of this test, and the settings that every server
/// needs.
fn config(root: &Path, setup: Setup) -> String {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sshd");
    let file = if setup == Setup::Cashiers { "50-frontdesk.conf" } else { "variants/one-cashier.conf" };
    let drop_in = fs::read_to_string(assets.join(file)).unwrap();
    let command = match setup {
        Setup::Tmux => format!(
            "{} -S {}/tmux.socket -f {}/tmux.conf new-session -A -s desk '{}'",
            find_tool("tmux").unwrap().display(),
            root.display(),
            assets.display(),
            desk_command(root)
        ),
        Setup::SharedCommand | Setup::Cashiers => desk_command(root),
    };
    let drop_in = drop_in
        .replace("@PROGRAM@ --kiosk", &command)
        .replace("Match User frontdesk", &format!("Match User {}", user()))
        .replace("/etc/frontdesk", &root.join("etc/frontdesk").display().to_string());
    format!(
        "HostKey {}\nStrictModes no\nUsePAM no\nPidFile none\nSubsystem sftp internal-sftp\n{drop_in}",
        root.join("host_key").display()
    )
}
