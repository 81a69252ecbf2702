use std::path::Path;
use std::time::Duration;

use tokio::sync::OnceCell;
use url::Url;

use crate::clopos::{Client, ClientConfig, Credentials, Generation, PlainHttpPolicy, Venue};
use crate::domain::{ApiError, Country, DisplayText, Group};
use crate::server::{self, SampleOrigin};
use crate::settings::{ApiTarget, config_error};

use super::last_groups::{LastGroups, VenueName};
use super::training::Training;

/// The connection to the API. It is made at its first use, so that neither the first frame nor an error in an argument
/// waits for it. In training this also starts the server.
pub struct Connection {
    target: ApiTarget,
    last_groups: LastGroups,
    /// True if no person waits for its calls.
    is_in_background: bool,
    made: OnceCell<Result<Made, ApiError>>,
}

struct Made {
    client: Client,
    /// The venue in the settings.
    venue: Option<String>,
    /// The training server, which ends with the connection.
    _training: Option<Training>,
}

impl Connection {
    /// Names the API of the settings. Nothing is connected yet.
    pub fn new(target: ApiTarget) -> Self {
        let last_groups = match &target {
            ApiTarget::Training { state_dir, .. } => LastGroups::of_training(state_dir),
            ApiTarget::Live(access) => LastGroups::new(&access.state_dir, "live", access.tenant()),
        };
        Self { target, last_groups, is_in_background: false, made: OnceCell::new() }
    }

    /// Names the API for work for which no person waits. Its calls leave half of the call budget to the others.
    pub fn in_background(target: ApiTarget) -> Self {
        Self { is_in_background: true, ..Self::new(target) }
    }

    /// Builds a connection with this client.
    #[cfg(test)]
    pub fn with_client(target: ApiTarget, client: Client) -> Self {
        let made = Made { client, venue: None, _training: None };
        Self { made: OnceCell::new_with(Some(Ok(made))), ..Self::new(target) }
    }

    /// Returns true for training.
    pub const fn is_training(&self) -> bool {
        self.target.is_training()
    }

    /// Returns the client. It is made at the first call.
    ///
    /// # Errors
    ///
    /// `Settings`: the client or the training server could not be made. Later calls return the same error.
    pub async fn client(&self) -> Result<&Client, ApiError> {
        self.made().await.map(|made| &made.client).map_err(Clone::clone)
    }

    async fn made(&self) -> Result<&Made, &ApiError> {
        let make = || async {
            let made = make(&self.target)?;
            let client = if self.is_in_background { made.client.in_background() } else { made.client };
            Ok(Made { client, ..made })
        };
        self.made.get_or_init(make).await.as_ref()
    }

    /// Returns the client, if it was made.
    pub fn made_client(&self) -> Option<&Client> {
        self.made.get()?.as_ref().ok().map(|made| &made.client)
    }

    /// Loads the groups, and stores them for desks that start without a connection.
    ///
    /// # Errors
    ///
    /// The error of the call.
    pub async fn groups(&self) -> Result<Vec<Group>, ApiError> {
        let groups = self.client().await?.groups().await;
        self.share_groups(&groups);
        groups
    }

    fn share_groups(&self, answer: &Result<Vec<Group>, ApiError>) {
        if let Err(error) = self.last_groups.write(answer) {
            tracing::info!(%error, "last groups");
        }
    }

    /// Loads the groups. If the API cannot be reached, returns the stored ones.
    ///
    /// # Errors
    ///
    /// The error of the call, if no groups are stored either.
    pub async fn known_groups(&self) -> Result<Vec<Group>, ApiError> {
        match self.groups().await {
            Err(error) if error.is_connection_error() || matches!(error, ApiError::RateLimited { .. }) => {
                self.last_groups().ok_or(error)
            }
            answer => answer,
        }
    }

    /// Returns the stored groups. `None` means that there are none.
    pub fn last_groups(&self) -> Option<Vec<Group>> {
        self.last_groups.read()
    }

    /// Returns the venue's name and the groups for a desk: the recent answer to another desk of this host, else a new
    /// answer. One desk asks and the others wait for it.
    pub async fn venue_and_groups(&self) -> (Option<DisplayText>, Result<Vec<Group>, ApiError>) {
        let made = match self.made().await {
            Ok(made) => made,
            Err(error) => return (None, Err(error.clone())),
        };
        let id = made.venue.as_deref();
        // The training server belongs to one desk and answers at once.
        let is_shared = !self.is_training();
        let recent =
            || if is_shared { (self.last_groups.recent_venue(id), self.last_groups.recent()) } else { (None, None) };
        let mut lock = None;
        for _ in 0..if is_shared { MAX_SHARED_ANSWER_WAITS } else { 0 } {
            lock = self.last_groups.try_lock();
            // Another desk may have stored them before it released the lock.
            if let (Some(VenueName(venue)), Some(groups)) = recent() {
                return (venue, groups);
            }
            if lock.is_some() {
                break;
            }
            tokio::time::sleep(SHARED_ANSWER_INTERVAL).await;
        }
        let client = made.client.in_background();
        // `add` stores only the groups, so one of the two may be recent.
        let (venue, groups) = recent();
        let venue = match venue {
            Some(VenueName(venue)) => venue,
            None => self.list_venue(&client, id).await,
        };
        let groups = if let Some(groups) = groups {
            groups
        } else {
            let groups = client.groups().await;
            self.share_groups(&groups);
            groups
        };
        drop(lock);
        (venue, groups)
    }

    /// Loads the venue's name. A rejection by the API is stored for the other desks too, unless no call was made.
    async fn list_venue(&self, client: &Client, id: Option<&str>) -> Option<DisplayText> {
        let listed = client.venues().await;
        let was_made =
            !matches!(listed, Err(ApiError::NotSent(_) | ApiError::Proxy { .. } | ApiError::RateLimited { .. }));
        let venue = listed.ok().and_then(|venues| name_of(&venues, id));
        if was_made && let Err(error) = self.last_groups.write_venue(id, venue.as_ref()) {
            tracing::info!(%error, "venue");
        }
        venue
    }
}

/// The time between two looks for an answer that another desk has stored, and the greatest number of looks: more than
/// the calls of that desk can take.
const SHARED_ANSWER_INTERVAL: Duration = Duration::from_millis(500);
const MAX_SHARED_ANSWER_WAITS: u32 = 120;

/// Returns the name of the venue in the settings, or of the main venue.
fn name_of(venues: &[Venue], id: Option<&str>) -> Option<DisplayText> {
    let named = venues.iter().find(|venue| Some(venue.id.to_string().as_str()) == id);
    let venue = named.or_else(|| venues.iter().find(|venue| venue.is_main)).or(venues.first())?;
    Some(venue.name.clone())
}

fn make(target: &ApiTarget) -> Result<Made, ApiError> {
    let settings_error =
        |error: &dyn std::fmt::Display| ApiError::Settings { sentence: DisplayText::new(&error.to_string()) };
    let (access, training) = match target {
        ApiTarget::Live(access) => (access.as_ref().clone(), None),
        ApiTarget::Training { state_dir, country, language } => {
            let samples = SampleOrigin { country: *country, language };
            let training = Training::start(state_dir, samples).map_err(|error| settings_error(&error))?;
            (access_to(&training, state_dir, *country).map_err(|error| settings_error(&error))?, Some(training))
        }
    };
    let venue = access.credentials.venue_id().map(str::to_owned);
    let client = Client::new(access).map_err(|error| settings_error(&config_error(&error)))?;
    Ok(Made { client, venue, _training: training })
}

/// Returns the configuration of a client for the training server: over HTTP with credentials, as for Clopos, by v1 with
/// its three headers.
fn access_to(training: &Training, state_dir: &Path, country: Country) -> Result<ClientConfig, url::ParseError> {
    let server::Credentials { client_id, client_secret, brand, venue_id, integrator_id: _ } =
        server::Credentials::default();
    Ok(ClientConfig {
        base_url: Url::parse(&format!("http://{}/open-api", training.address()))?,
        credentials: Credentials { client_id, client_secret, brand, generation: Generation::V1 { venue_id } },
        extra_ca: None,
        plain_http: PlainHttpPolicy::OnlyLoopback,
        state_dir: state_dir.to_owned(),
        country,
        calls_per_minute: None,
    })
}
