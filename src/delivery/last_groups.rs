use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::clock;
use crate::domain::{ApiError, DisplayText, Group};
use crate::storage::locked_file::LockedFile;
use crate::storage::{json_file, private};

/// An answer that is younger than this is used instead of a new call.
const FRESH_FOR: Duration = Duration::from_hours(1);

/// If the API has rejected a listing, no desk of the host repeats it before this time has passed.
const REFUSAL_FRESH_FOR: Duration = Duration::from_mins(5);

/// The last groups and venue name from the API, in files of the state directory: for the other desks of this host, and
/// for a desk that starts without a connection. Answers of another API or brand are not used.
pub(super) struct LastGroups {
    path: PathBuf,
    /// Identifies the API and the brand.
    tenant: String,
}

/// The content of a file.
#[derive(Serialize, Deserialize)]
struct Stored<T> {
    tenant: String,
    /// Milliseconds since 1970.
    listed_at: u64,
    listed: T,
}

#[derive(Serialize, Deserialize)]
struct StoredGroups {
    /// The groups as they were listed last. `None` means never.
    groups: Option<Vec<Group>>,
    /// The API's error, if it rejected the last listing: the same answer for every desk, until a person changes
    /// something.
    error: Option<ApiError>,
}

#[derive(Serialize, Deserialize)]
struct StoredVenue {
    /// The venue in the settings.
    id: Option<String>,
    /// `None` means that the API did not return it.
    name: Option<String>,
}

/// The name of a venue. `None` means that the API did not return it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct VenueName(pub(super) Option<DisplayText>);

impl LastGroups {
    /// Builds the store. `kind` is part of the file names, so training and live never share a file.
    pub(super) fn new(state_dir: &Path, kind: &str, tenant: String) -> Self {
        Self { path: state_dir.join(format!("groups-{kind}.json")), tenant }
    }

    /// Builds the store of training.
    pub(super) fn of_training(state_dir: &Path) -> Self {
        Self::new(state_dir, "training", String::new())
    }

    /// Returns the paths of everything that is stored.
    pub(super) fn paths(&self) -> [PathBuf; 3] {
        [self.path.clone(), self.venue_path(), self.path.with_extension("lock")]
    }

    /// Returns the stored groups of any age. `None` also means that the file cannot be read; the caller can do without.
    pub(super) fn read(&self) -> Option<Vec<Group>> {
        self.stored::<StoredGroups>(&self.path)?.listed.groups
    }

    /// Returns the recent answer to a desk of this host, also a rejection. `None` means that the API must be asked.
    pub(super) fn recent(&self) -> Option<Result<Vec<Group>, ApiError>> {
        let stored = self.stored::<StoredGroups>(&self.path)?;
        let age = stored.age()?;
        match stored.listed {
            StoredGroups { error: Some(error), .. } => (age < REFUSAL_FRESH_FOR).then_some(Err(error)),
            StoredGroups { groups, .. } => groups.filter(|_| age < FRESH_FOR).map(Ok),
        }
    }

    /// Stores an answer for the other desks. An error is stored only if the API itself rejected the listing.
    pub(super) fn write(&self, answer: &Result<Vec<Group>, ApiError>) -> io::Result<()> {
        let listed = match answer {
            Ok(groups) => StoredGroups { groups: Some(groups.clone()), error: None },
            Err(error @ (ApiError::Permission { .. } | ApiError::WrongAddress { .. })) => {
                StoredGroups { groups: self.read(), error: Some(error.clone()) }
            }
            Err(_) => return Ok(()),
        };
        self.replace(&self.path, listed)
    }

    /// Acquires the lock for listing, which one desk at a time has. `None` means that another desk has it.
    pub(super) fn try_lock(&self) -> Option<LockedFile> {
        // Without a directory for the lock each desk asks by itself.
        private::create_dir(private::parent(&self.path)).ok()?;
        LockedFile::try_lock(&self.path.with_extension("lock")).ok()
    }

    /// Returns the recent venue name. `None` means that the API must be asked.
    pub(super) fn recent_venue(&self, id: Option<&str>) -> Option<VenueName> {
        let stored = self.stored::<StoredVenue>(&self.venue_path())?;
        let limit = if stored.listed.name.is_some() { FRESH_FOR } else { REFUSAL_FRESH_FOR };
        let is_recent = stored.age()? < limit && stored.listed.id.as_deref() == id;
        is_recent.then(|| VenueName(stored.listed.name.as_deref().map(DisplayText::new)))
    }

    /// Stores the name of a venue. `None` means that the API did not return it.
    pub(super) fn write_venue(&self, id: Option<&str>, name: Option<&DisplayText>) -> io::Result<()> {
        let listed = StoredVenue { id: id.map(str::to_owned), name: name.map(ToString::to_string) };
        self.replace(&self.venue_path(), listed)
    }

    fn venue_path(&self) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().replacen("groups", "venue", 1);
        self.path.with_file_name(name)
    }

    fn stored<T: DeserializeOwned>(&self, path: &Path) -> Option<Stored<T>> {
        let stored: Stored<T> = json_file::read(path)?;
        (stored.tenant == self.tenant).then_some(stored)
    }

    /// Replaces a file atomically, because other desks read it.
    fn replace(&self, path: &Path, listed: impl Serialize) -> io::Result<()> {
        private::create_dir(private::parent(path))?;
        let listed_at = since_1970(clock::system_time()).as_millis();
        let listed_at = u64::try_from(listed_at).unwrap_or(u64::MAX);
        json_file::write(path, &Stored { tenant: self.tenant.clone(), listed_at, listed })
    }
}

impl<T> Stored<T> {
    /// Returns the age. `None` means that the clock was set back.
    fn age(&self) -> Option<Duration> {
        since_1970(clock::system_time()).checked_sub(Duration::from_millis(self.listed_at))
    }
}

fn since_1970(time: SystemTime) -> Duration {
    time.duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Discount, GroupId};

    fn groups() -> Vec<Group> {
        let discount = Some(Discount { value: DisplayText::new("7.50"), is_percent: true });
        vec![
            Group { id: GroupId(2), name: DisplayText::new("Regulars"), discount },
            Group { id: GroupId(3), name: DisplayText::new("Staff"), discount: None },
        ]
    }

    fn of(folder: &Path, tenant: &str) -> LastGroups {
        LastGroups::new(&folder.join("state"), "live", tenant.into())
    }

    #[test]
    fn a_list_is_read_back_and_a_damaged_one_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let last = of(folder.path(), "a");
        assert_eq!(last.read(), None);
        last.write(&Ok(groups())).unwrap();
        assert_eq!(last.read(), Some(groups()));
        assert_eq!(last.recent(), Some(Ok(groups())));
        // The format of an earlier version, which has no brand.
        for damaged in ["[{\"id\":4,\"name\":\"VIP\"}]", "[{\"id\":", ""] {
            std::fs::write(&last.path, damaged).unwrap();
            assert_eq!(last.read(), None, "{damaged}");
        }
    }

    #[test]
    fn another_brand_in_the_same_directory_reads_nothing_of_the_first_one() {
        let folder = tempfile::tempdir().unwrap();
        let (first, second) = (of(folder.path(), "a"), of(folder.path(), "b"));
        first.write(&Ok(groups())).unwrap();
        first.write_venue(Some("1"), Some(&DisplayText::new("Sahil"))).unwrap();
        assert_eq!((second.read(), second.recent(), second.recent_venue(Some("1"))), (None, None, None));
        assert_eq!(first.recent_venue(Some("1")), Some(VenueName(Some(DisplayText::new("Sahil")))));
        assert_eq!(first.recent_venue(Some("2")), None);
    }

    #[test]
    fn a_refusal_is_shared_and_the_groups_are_still_known() {
        let folder = tempfile::tempdir().unwrap();
        let last = of(folder.path(), "a");
        let refused = ApiError::Permission { sentence: DisplayText::new("no module") };
        last.write(&Ok(groups())).unwrap();
        last.write(&Err(refused.clone())).unwrap();
        assert_eq!(last.recent(), Some(Err(refused)));
        assert_eq!(last.read(), Some(groups()));
        last.write(&Err(ApiError::WrongAddress { status: 404 })).unwrap();
        assert_eq!(last.recent(), Some(Err(ApiError::WrongAddress { status: 404 })));
        // A connection error is no answer of the API.
        last.write(&Ok(groups())).unwrap();
        last.write(&Err(ApiError::Unknown(crate::domain::UnknownOutcome::Timeout))).unwrap();
        assert_eq!(last.recent(), Some(Ok(groups())));
        last.write_venue(None, None).unwrap();
        assert_eq!(last.recent_venue(None), Some(VenueName(None)));
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_listed_is_recent_for_an_hour_and_a_refusal_for_five_minutes() {
        let folder = tempfile::tempdir().unwrap();
        let last = of(folder.path(), "a");
        last.write(&Ok(groups())).unwrap();
        last.write_venue(None, None).unwrap();
        tokio::time::advance(REFUSAL_FRESH_FOR).await;
        assert!(last.recent().is_some());
        assert_eq!(last.recent_venue(None), None);
        tokio::time::advance(FRESH_FOR).await;
        assert_eq!(last.recent(), None);
        last.write(&Err(ApiError::WrongAddress { status: 404 })).unwrap();
        tokio::time::advance(REFUSAL_FRESH_FOR).await;
        assert_eq!((last.recent(), last.read()), (None, Some(groups())));
    }
}
