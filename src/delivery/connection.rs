use std::time::Duration;

use tokio::sync::OnceCell;
use url::Url;

use crate::clopos::{Client, ClientConfig, Credentials, PlainHttpPolicy, Venue};
use crate::domain::{ApiError, DisplayText, Group};
use crate::server;
use crate::settings::{ApiTarget, Settings, config_error};

use super::last_groups::{LastGroups, VenueName};
use super::training::Training;

/// The way to the API: made at its first use, since neither the first frame nor a wrong argument should wait for
/// it. In training the server is started on the way.
pub struct Connection {
    settings: Settings,
    last_groups: LastGroups,
    made: OnceCell<Result<Made, ApiError>>,
}

struct Made {
    client: Client,
    /// The venue that the settings name.
    venue: Option<String>,
    /// Held so that it ends with the connection.
    _training: Option<Training>,
}

impl Connection {
    /// Names the API of the settings. Nothing is connected yet.
    pub fn new(settings: Settings) -> Self {
        let (kind, tenant) = match &settings.api {
            ApiTarget::Training => ("training", String::new()),
            ApiTarget::Live(access) => ("live", access.tenant()),
        };
        let last_groups = LastGroups::new(&settings.state_dir, kind, tenant);
        Self { settings, last_groups, made: OnceCell::new() }
    }

    /// A connection whose client is there already.
    #[cfg(test)]
    pub fn with_client(settings: Settings, client: Client) -> Self {
        let made = Made { client, venue: None, _training: None };
        Self { made: OnceCell::new_with(Some(Ok(made))), ..Self::new(settings) }
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// `Settings`, where the client or the training server could not be made; it stays so.
    pub async fn client(&self) -> Result<&Client, ApiError> {
        let made = self.made.get_or_init(|| async { make(&self.settings) }).await;
        made.as_ref().map(|made| &made.client).map_err(Clone::clone)
    }

    /// The groups as the API lists them now. They are kept for a desk that starts without a line.
    ///
    /// # Errors
    ///
    /// What kept them from being listed.
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

    /// The groups as the API lists them now, or listed them last if it cannot be reached.
    ///
    /// # Errors
    ///
    /// What kept them from being listed, where no earlier list is known either.
    pub async fn known_groups(&self) -> Result<Vec<Group>, ApiError> {
        match self.groups().await {
            Err(trouble) if trouble.is_connection_error() || matches!(trouble, ApiError::RateLimited { .. }) => {
                self.last_groups().ok_or(trouble)
            }
            answer => answer,
        }
    }

    /// The groups as the API listed them last, if that is known.
    pub fn last_groups(&self) -> Option<Vec<Group>> {
        self.last_groups.read()
    }

    /// Returns the venue's name and the groups for a desk: what the API has answered to another desk of this host just now,
    /// else what it answers now. One desk asks, the others wait for it.
    pub async fn venue_and_groups(&self) -> (Option<DisplayText>, Result<Vec<Group>, ApiError>) {
        let made = match self.made.get_or_init(|| async { make(&self.settings) }).await {
            Ok(made) => made,
            Err(trouble) => return (None, Err(trouble.clone())),
        };
        let id = made.venue.as_deref();
        // Training's server is asked by its own desk, and answers at once.
        let is_shared = matches!(self.settings.api, ApiTarget::Live(_));
        let recent =
            || if is_shared { (self.last_groups.recent_venue(id), self.last_groups.recent()) } else { (None, None) };
        let mut lock = None;
        for _ in 0..if is_shared { MAX_WAITS } else { 0 } {
            lock = self.last_groups.try_lock();
            // Another desk may have listed them before it gave the lock up.
            if let (Some(VenueName(venue)), Some(groups)) = recent() {
                return (venue, groups);
            }
            if lock.is_some() {
                break;
            }
            tokio::time::sleep(WAIT).await;
        }
        let client = made.client.in_background();
        // `add` lists the groups alone.
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

    /// Lists the venue's name. A refusal is shared with the other desks too, unless no call was made.
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

/// Between two looks whether another desk has listed them, and how many there are: more than its calls can take.
const WAIT: Duration = Duration::from_millis(500);
const MAX_WAITS: u32 = 120;

/// The name of the venue that the settings name, else of the main one.
fn name_of(venues: &[Venue], id: Option<&str>) -> Option<DisplayText> {
    let named = venues.iter().find(|venue| Some(venue.id.to_string().as_str()) == id);
    let venue = named.or_else(|| venues.iter().find(|venue| venue.is_main)).or(venues.first())?;
    Some(venue.name.clone())
}

fn make(settings: &Settings) -> Result<Made, ApiError> {
    let settings_error =
        |error: &dyn std::fmt::Display| ApiError::Settings { sentence: DisplayText::new(&error.to_string()) };
    let (access, training) = match &settings.api {
        ApiTarget::Live(access) => (access.as_ref().clone(), None),
        ApiTarget::Training => {
            let training = Training::start(settings).map_err(|error| settings_error(&error))?;
            (access_to(&training, settings).map_err(|error| settings_error(&error))?, Some(training))
        }
    };
    let venue = match &access.credentials {
        Credentials::V1 { venue_id, .. } => Some(venue_id.clone()),
        Credentials::V2 { venue_id, .. } => venue_id.clone(),
    };
    let client = Client::new(access).map_err(|error| settings_error(&config_error(&error)))?;
    Ok(Made { client, venue, _training: training })
}

/// Access to the training server, as to Clopos: over HTTP, with credentials, by v1 with its three headers.
fn access_to(training: &Training, settings: &Settings) -> Result<ClientConfig, url::ParseError> {
    let server::Credentials { client_id, client_secret, brand, venue_id, integrator_id: _ } =
        server::Credentials::default();
    Ok(ClientConfig {
        base_url: Url::parse(&format!("http://{}/open-api", training.address()))?,
        credentials: Credentials::V1 { client_id, client_secret, brand, venue_id },
        extra_ca: None,
        plain_http: PlainHttpPolicy::OnlyLoopback,
        state_dir: settings.state_dir.clone(),
        country: settings.country,
    })
}
