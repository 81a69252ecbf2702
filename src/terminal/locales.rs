//! The charset that a locale name implies. `charset.rs` is the only caller. The locale need not be installed.
//!
//! The table is made from glibc's `localedata/SUPPORTED` (2.36): every name without a codeset, by its charset. Three
//! charsets that no library here supports are left out (GEORGIAN-PS, KOI8-T, PT154); their locales have ASCII, as
//! unknown ones have.

use encoding_rs::{Encoding, UTF_8};

/// Returns the charset that a locale name implies: `language_COUNTRY.CODESET@modifier`, a bare codeset, or a name for
/// which glibc lists a charset. The locale need not exist on this host. `None` means ASCII.
pub(super) fn locale_encoding(locale: &str) -> Option<&'static Encoding> {
    let locale = locale.trim();
    let codeset = locale.split_once('.').and_then(|(_, codeset)| codeset.split('@').next());
    let encoding = match codeset.filter(|codeset| !codeset.is_empty()) {
        Some(codeset) => codeset_encoding(codeset),
        None => codeset_encoding(locale.split('@').next()?)
            .filter(|charset| *charset == UTF_8)
            .or_else(|| codeset_encoding(default_charset(&locale.replace('.', ""))?)),
    };
    encoding.filter(|charset| charset.is_ascii_compatible())
}

/// Looks up a codeset in any spelling, as glibc does: only letters and digits count, and a name of digits is an ISO
/// number.
fn codeset_encoding(codeset: &str) -> Option<&'static Encoding> {
    let name: String = codeset.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let label = match name.as_str() {
        // The C library's names for ASCII are Windows-1252 on the web, where the labels of `encoding_rs` come from.
        "ascii" | "usascii" | "ansix341968" => return None,
        "koi8r" => "koi8-r",
        "koi8u" => "koi8-u",
        "eucjp" => "euc-jp",
        "euckr" => "euc-kr",
        "tis620" => "tis-620",
        "big5hkscs" => "big5-hkscs",
        "shiftjis" => "shift_jis",
        "iso885916" => "iso-8859-16",
        name => match name.strip_prefix("windows") {
            Some(page) => return Encoding::for_label(format!("windows-{page}").as_bytes()),
            None if name.bytes().all(|byte| byte.is_ascii_digit()) => {
                return Encoding::for_label(format!("iso{name}").as_bytes());
            }
            None => name,
        },
    };
    Encoding::for_label(label.as_bytes())
}

/// Returns the charset that glibc lists for a name without a codeset, such as `ru_RU` or `uz_UZ@cyrillic`.
fn default_charset(locale: &str) -> Option<&'static str> {
    let listed = |name: &str| {
        CHARSET_LOCALES
            .iter()
            .find(|(_, names)| names.split(' ').any(|listed| listed == name))
            .map(|(charset, _)| *charset)
    };
    // An unknown modifier changes nothing.
    listed(locale).or_else(|| listed(locale.split_once('@')?.0))
}

const CHARSET_LOCALES: &[(&str, &str)] = &[
    (
        "UTF-8",
        "aa_ER aa_ER@saaho aa_ET agr_PE ak_GH am_ET anp_IN ar_IN ar_SS ayc_PE az_AZ az_IR as_IN be_BY@latin bem_ZM \
         ber_DZ ber_MA bho_IN bho_NP bi_VU bn_BD bn_IN bo_CN bo_IN brx_IN byn_ER ca_ES@valencia ce_RU chr_US ckb_IQ \
         cmn_TW crh_UA csb_PL cv_RU doi_IN dsb_DE dv_MV dz_BT en_AG en_IL en_IN en_NG en_ZM eo es_CU fa_IR ff_SN \
         fil_PH fur_IT fy_NL fy_DE gez_ER gez_ER@abegede gez_ET gez_ET@abegede gu_IN ha_NG hak_TW hi_IN hif_FJ hne_IN \
         ht_HT hy_AM ia_FR ig_NG ik_CA iu_CA kab_DZ km_KH kn_IN kok_IN ks_IN ks_IN@devanagari ky_KG lb_LU li_BE li_NL \
         lij_IT ln_CD lo_LA lzh_TW mag_IN mai_IN mai_NP mfe_MU mhr_RU miq_NI mjw_IN ml_IN mn_MN mni_IN mnw_MM mr_IN \
         my_MM nan_TW nan_TW@latin nds_DE nds_NL ne_NP nhn_MX niu_NU niu_NZ nl_AW nr_ZA nso_ZA om_ET or_IN os_RU \
         pa_IN pa_PK pap_AW pap_CW ps_AF quz_PE raj_IN rif_MA rw_RW sa_IN sah_RU sat_IN sc_IT sd_IN sd_IN@devanagari \
         se_NO sgs_LT shn_MM shs_CA si_LK sid_ET sm_WS so_ET sq_MK sr_ME sr_RS sr_RS@latin ss_ZA sw_KE sw_TZ syr \
         szl_PL ta_IN ta_LK te_IN the_NP ti_ER ti_ET tig_ER tk_TM tn_ZA to_TO tpi_PG ts_ZA tt_RU tt_RU@iqtelif ug_CN \
         unm_US ur_IN ur_PK uz_UZ@cyrillic ve_ZA vi_VN wae_CH wal_ET wo_SN yo_NG yue_HK yuw_PG",
    ),
    ("BIG5", "zh_TW"),
    ("BIG5-HKSCS", "zh_HK"),
    ("CP1251", "be_BY bg_BG"),
    ("CP1255", "yi_US"),
    ("GB2312", "zh_CN zh_SG"),
    (
        "ISO-8859-1",
        "aa_DJ af_ZA br_FR ca_ES da_DK de_AT de_BE de_CH de_DE de_IT de_LU en_AU en_BW en_CA en_DK en_GB en_HK en_IE \
         en_NZ en_PH en_SG en_US en_ZA en_ZW es_AR es_BO es_CL es_CO es_CR es_DO es_EC es_ES es_GT es_HN es_MX es_NI \
         es_PA es_PE es_PR es_PY es_SV es_US es_UY es_VE et_EE eu_ES eu_FR fi_FI fo_FO fr_BE fr_CA fr_CH fr_FR fr_LU \
         ga_IE gl_ES gv_GB id_ID is_IS it_CH it_IT kl_GL kw_GB ms_MY nb_NO nl_BE nl_NL nn_NO oc_FR om_KE pt_BR pt_PT \
         so_DJ so_KE so_SO sq_AL st_ZA sv_FI sv_SE tl_PH uz_UZ wa_BE xh_ZA zu_ZA",
    ),
    ("ISO-8859-10", "lg_UG"),
    ("ISO-8859-13", "lt_LT lv_LV mi_NZ"),
    ("ISO-8859-14", "cy_GB"),
    (
        "ISO-8859-15",
        "an_ES ast_ES br_FR@euro ca_AD ca_ES@euro ca_FR ca_IT de_AT@euro de_BE@euro de_DE@euro de_LU@euro en_IE@euro \
         es_ES@euro eu_ES@euro eu_FR@euro fi_FI@euro fr_BE@euro fr_FR@euro fr_LU@euro ga_IE@euro gd_GB gl_ES@euro \
         it_IT@euro mg_MG nl_BE@euro nl_NL@euro pt_PT@euro sv_FI@euro wa_BE@euro",
    ),
    ("ISO-8859-2", "bs_BA cs_CZ hr_HR hsb_DE hu_HU pl_PL ro_RO sk_SK sl_SI"),
    ("ISO-8859-3", "mt_MT"),
    ("ISO-8859-5", "mk_MK ru_RU"),
    (
        "ISO-8859-6",
        "ar_AE ar_BH ar_DZ ar_EG ar_IQ ar_JO ar_KW ar_LB ar_LY ar_MA ar_OM ar_QA ar_SA ar_SD ar_SY ar_TN ar_YE",
    ),
    ("ISO-8859-7", "el_GR el_GR@euro el_CY"),
    ("ISO-8859-8", "he_IL"),
    ("ISO-8859-9", "ku_TR tr_CY tr_TR"),
    ("KOI8-U", "ru_UA uk_UA"),
    ("TIS-620", "th_TH"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_is_looked_up_with_its_modifier_first() {
        for (locale, charset) in [
            ("az_AZ", Some("UTF-8")),
            ("ru_RU", Some("ISO-8859-5")),
            ("tr_TR", Some("ISO-8859-9")),
            ("uz_UZ", Some("ISO-8859-1")),
            ("uz_UZ@cyrillic", Some("UTF-8")),
            ("de_DE@euro", Some("ISO-8859-15")),
            ("el_GR@euro", Some("ISO-8859-7")),
            ("az_AZ@x", Some("UTF-8")),
            ("uk_UA", Some("KOI8-U")),
            ("kk_KZ", None),
            ("xx_XX", None),
            ("az", None),
            ("C", None),
            ("POSIX", None),
            ("", None),
        ] {
            assert_eq!(default_charset(locale), charset, "{locale}");
        }
    }
}
