use serde::Serialize;

use crate::locale::{Sentence, TechnicianLocale, technician};

/// A check. The order is that of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Check {
    Version,
    System,
    Locale,
    PhoneData,
    Settings,
    Permissions,
    TimeZone,
    Codes,
    StateDir,
    FileLocks,
    Outbox,
    Alarm,
    Reachable,
    Tls,
    Credentials,
    Venue,
    Groups,
    Clock,
}

impl Check {
    const LABELS: [(Self, Sentence); 18] = [
        (Self::Version, TechnicianLocale::check_version),
        (Self::System, TechnicianLocale::check_system),
        (Self::Locale, TechnicianLocale::check_locale),
        (Self::PhoneData, TechnicianLocale::check_phone_data),
        (Self::Settings, TechnicianLocale::check_settings),
        (Self::Permissions, TechnicianLocale::check_permissions),
        (Self::TimeZone, TechnicianLocale::check_time_zone),
        (Self::Codes, TechnicianLocale::check_codes),
        (Self::StateDir, TechnicianLocale::check_state_dir),
        (Self::FileLocks, TechnicianLocale::check_file_locks),
        (Self::Outbox, TechnicianLocale::check_outbox),
        (Self::Alarm, TechnicianLocale::check_alarm),
        (Self::Reachable, TechnicianLocale::check_reachable),
        (Self::Tls, TechnicianLocale::check_tls),
        (Self::Credentials, TechnicianLocale::check_credentials),
        (Self::Venue, TechnicianLocale::check_venue),
        (Self::Groups, TechnicianLocale::check_groups),
        (Self::Clock, TechnicianLocale::check_clock),
    ];

    /// Returns all checks, in the order of the report.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        Self::LABELS.into_iter().map(|(check, _)| check)
    }

    /// Returns true if the check asks a server.
    pub(super) fn is_about_server(self) -> bool {
        self >= Self::Reachable
    }

    pub(super) fn label(self) -> String {
        let label = Self::LABELS.iter().find(|(check, _)| *check == self);
        label.map(|(_, label)| label(technician())).unwrap_or_default()
    }
}
