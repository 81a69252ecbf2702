use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufReader, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::{Discount, DisplayText, Group, GroupId};

/// So long a list is as good as a new one.
const FRESH_FOR: Duration = Duration::from_hours(1);

/// The groups as the API listed them last, in a file of the state directory, so that a desk that starts without a
/// line can still offer them. Another brand's groups are of no use: the file is named after the access.
pub(super) struct LastGroups {
    path: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Row {
    id: GroupId,
    name: String,
    /// The value, and whether it is per cent.
    #[serde(default)]
    discount: Option<(String, bool)>,
}

impl From<&Group> for Row {
    fn from(group: &Group) -> Self {
        let discount = group.discount.as_ref().map(|discount| (discount.value.to_string(), discount.is_percent));
        Self { id: group.id, name: group.name.to_string(), discount }
    }
}

impl From<Row> for Group {
    fn from(row: Row) -> Self {
        let discount =
            row.discount.map(|(value, percent)| Discount { value: DisplayText::new(&value), is_percent: percent });
        Self { id: row.id, name: DisplayText::new(&row.name), discount }
    }
}

impl LastGroups {
    /// `whose` tells training's from the real ones.
    pub(super) fn new(state_dir: &Path, whose: &str) -> Self {
        Self { path: state_dir.join(format!("groups-{whose}.json")) }
    }

    /// The last known ones; nothing where none are known or the file cannot be read: it is a convenience.
    pub(super) fn read(&self) -> Option<Vec<Group>> {
        let rows: Vec<Row> = serde_json::from_reader(BufReader::new(File::open(&self.path).ok()?)).ok()?;
        Some(rows.into_iter().map(Group::from).collect())
    }

    /// Returns true if a desk of this host has listed them within the last hour.
    pub(super) fn is_fresh(&self) -> bool {
        let age = |path: &Path| path.metadata().and_then(|file| file.modified()).ok()?.elapsed().ok();
        age(&self.path).is_some_and(|age| age < FRESH_FOR)
    }

    /// Acquires the right to list them, for one desk at a time. `None` means that another desk lists them now.
    pub(super) fn try_lock(&self) -> io::Result<Option<File>> {
        fs::create_dir_all(self.path.parent().unwrap_or(Path::new(".")))?;
        let path = self.path.with_extension("lock");
        let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// The name of a venue as it was listed last.
    pub(super) fn venue(&self, id: Option<&str>) -> Option<DisplayText> {
        let file = BufReader::new(File::open(self.venue_path()).ok()?);
        let (of, name): (Option<String>, String) = serde_json::from_reader(file).ok()?;
        (of.as_deref() == id).then(|| DisplayText::new(&name))
    }

    /// Keeps the name of a venue.
    pub(super) fn write_venue(&self, id: Option<&str>, name: &DisplayText) -> io::Result<()> {
        replace(&self.venue_path(), &(id, name.as_str()))
    }

    fn venue_path(&self) -> PathBuf {
        self.path.with_file_name("venue-live.json")
    }

    /// Keeps a list. Replaced at once and never half: other desks read it.
    pub(super) fn write(&self, groups: &[Group]) -> io::Result<()> {
        let rows: Vec<Row> = groups.iter().map(Row::from).collect();
        replace(&self.path, &rows)
    }
}

fn replace(path: &Path, value: &impl Serialize) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer(&mut file, value)?;
    file.flush()?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_back_and_a_damaged_one_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let last = LastGroups::new(&folder.path().join("state"), "training");
        assert_eq!(last.read(), None);
        let discount = Some(Discount { value: DisplayText::new("7.50"), is_percent: true });
        let groups = vec![
            Group { id: GroupId(2), name: DisplayText::new("Regulars"), discount },
            Group { id: GroupId(3), name: DisplayText::new("Staff"), discount: None },
        ];
        last.write(&groups).unwrap();
        assert_eq!(last.read(), Some(groups));
        fs::write(&last.path, "[{\"id\":4,\"name\":\"VIP\"}]").unwrap();
        let vip = Group { id: GroupId(4), name: DisplayText::new("VIP"), discount: None };
        assert_eq!(last.read(), Some(vec![vip]), "as an earlier version has written it");
        fs::write(&last.path, "[{\"id\":").unwrap();
        assert_eq!(last.read(), None);
    }
}
