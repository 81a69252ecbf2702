use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use ring::hmac;
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::customer::Phone;

use super::disk;

/// Turns a phone into what stays of it after the delivery: HMAC-SHA256. The key lies in a file of its own, so that
/// a copy of the outbox alone does not tell the phones by trying all of them.
pub(super) struct PhoneKey(hmac::Key);

const BYTES: usize = 32;
const FILE: &str = "phone.key";

impl PhoneKey {
    /// That of the state directory, which is made by whoever comes first.
    pub fn of(dir: &Path) -> io::Result<Self> {
        let path = dir.join(FILE);
        match read(&path) {
            Ok(key) => Ok(key),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make(dir, &path)?;
                read(&path)
            }
            Err(error) => Err(error),
        }
    }

    pub fn hash(&self, phone: &Phone) -> Vec<u8> {
        hmac::sign(&self.0, phone.e164().as_bytes()).as_ref().to_vec()
    }
}

fn read(path: &Path) -> io::Result<PhoneKey> {
    let bytes = fs::read(path)?;
    if bytes.len() == BYTES {
        Ok(PhoneKey(hmac::Key::new(hmac::HMAC_SHA256, &bytes)))
    } else {
        // Damaged. Nothing depends on the old key but the look-up of old registrations.
        fs::remove_file(path)?;
        Err(io::ErrorKind::NotFound.into())
    }
}

/// Two processes may make one at the same time: the first stays.
fn make(dir: &Path, path: &Path) -> io::Result<()> {
    let mut key = [0; BYTES];
    SystemRandom::new().fill(&mut key).map_err(|_| io::Error::other("no randomness"))?;
    let mut file = tempfile::Builder::new().prefix(".phone-key-").tempfile_in(dir)?;
    file.write_all(&key)?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Ok(_) => disk::sync_dir(dir),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.error),
    }
}
