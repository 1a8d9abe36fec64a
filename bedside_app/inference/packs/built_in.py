"""SHA-256 of the card of every built-in pack. Made by `make models`; do not edit.

A card holds the digests of the pack's other files, so this list vouches for every byte of the built-in packs. What is
asked of every pack for every patient (whom it concerns, whether it counts treatments or takes pictures) is repeated
from the cards.
"""

from collections.abc import Mapping
from typing import Final

__all__ = ["ABOUT_WHEN", "BUILT_IN", "COUNT_TREATMENTS", "TAKE_PICTURES"]

BUILT_IN: Final[Mapping[str, str]] = {
    "adnex_ca125": "d8e2b5c33ccc596b29f623d34d6f13d991586fdda36a80714fa3a686f53a4dcf",
    "adnex_no_ca125": "f4dc421e4647fc4c83f70a0f20af58e2271afbd63dd6e9518fc102cc8dc53bac",
    "afp_score_french": "717154fada769b1ce2df2f4a81fa92962bce4a783b9a3d454af62428603b53bb",
    "albi": "0321e08da8b76d287b66a04d03f2d5e1091fc73dbb3a2956153a2367203b7a8d",
    "amap": "65b878c544a204d6f17dfdf732fcbd83c2567529a25dfb2d65994590e948f6eb",
    "ang2010_rpa": "8e3b1bd22a32dc024c546fe3084d59029a2f73ab06068016dd0e4b22dab48d1c",
    "bclc_simple": "3e20c01d5dbe8daef0a01959d5cfa6cc7568d02b64bb98147a8db8a05b4d218d",
    "breast_us": "fa649a3638698257c1aa08867ee22286d40cf9476e1bec8123a7f47978e5b4e5",
    "brock_full_no_spiculation": "c401a44261600827f4647f5957f6e1167c815cea903cd87e36f2bacbfd2cd073",
    "brock_full_spiculation": "319a19c36a453033a8caa9207e38e20cfa305d1a99c691e72f7ff2fab24477ce",
    "bsa_dubois": "ca3c1db662ddbf98f9d357bf488fc4e080af2b2514b0419f2184e2ed2867fa15",
    "bsa_mosteller": "a046ab6e58689d9c9148ed284183f1456d346676ca9960a7c9a4a056457841d7",
    "calvert": "09d0cc29d79e558bfb5b30c67fc2a1e479cf727b7f3788dc71230a0b5273a967",
    "capra": "b93ae90ddcdec4b88e082ea39139b94fd17657c8089e30bbf3a44ced10da74cc",
    "carg": "7eb2b1dda381ee930b817e8948fd252100f42390bcfba7edeb4d531d9889e0ec",
    "child_pugh": "1f379a5d76822c0bd17473ef8062fc4d576586006894b4406497085017e3e722",
    "cisne": "fb414f2353951f5b0b9e3303e86fadf5c51b66edacca7fef57565804b74edc4b",
    "ckd_epi_2021": "480a65243e87dde84041f8a8f1c23ac6853a97ba2db521eedec33918c73a1082",
    "cll_ipi": "6cd2d6cc147577edd4af99390077f73bef892a6a4734037cfde865e71bf1504a",
    "cockcroft_gault": "cdacbfb56f503d1fc81ad49e6b92cc72b65b77bf19e460bc125952254b7ab5fc",
    "compass_cat": "5846ce8957022e3959b5800d13306872e71370c0244d26d26bf44e59b28d4a9a",
    "corrected_calcium": "ab49313b810c64e82277d39b5eda9b03cb59a1b9fe745f92597129da310099cd",
    "cts5": "9177f367fcae88f48c4487013cbe7d7974fd0a00c83b68b5b123043a025f6c23",
    "damico": "a2555b06c23a1d024f120bad7d4e50cb8c43fd8b9829e4c79dd2167547f1fc58",
    "eln_2022": "6ec4e7368da7c4a4af263c02167d95f17874e8b396670fb448103093db3505df",
    "elts": "a88e71c4b0bd9e7625008aa337553c35466e4d74ae3bfe583d5adfa1773f76ea",
    "endpac": "5b591cd8a0dd1029462e4c74f2cb9258a1447c0cb5071e93a4fb9889ecb4345c",
    "erspc_rc3": "0bc70c6873861753798e21f3a9411b15e24de0163a5fc7d0548e81b2e92fcfec",
    "flipi_ipi": "5e0cda8de1eafb72a009c574028c7c3406f2e7715d052260ff5871a2340ead5d",
    "g8": "e58cf58107898207119ce30ef3a211b087bf1eaede2ab3b2cb6078c06772fab4",
    "grim_score": "53e6afa33450fa20e800dc4a261159cdddbfa5ed1ff79a09e639fb6a7ff9325d",
    "hap": "898c8e3f4eb71a9f34ebd90ca840aeff8e495eb6da1fc7569a154d515932d204",
    "hasenclever_ips": "8c89748fe5ed403ec69b3166c0203e0e5780a665cb346d4eddc9e53b7517d861",
    "herder": "a34e2cb53736af3ce8931c0e3b65d5e52cf95fde0be5d7321530b5305ea367b1",
    "ihc4": "604429da6a8645d0b60a68363d6b8aa2d3eaeec809bbeb7585d32cbdd5428115",
    "imdc": "df2bedc0c2107dd7a0fd41792f289ea7f33cd860e25b8cc8d706e8a73c11fee1",
    "ipss_m": "faac61df41006cb5ac36500f4625b11248938ddf47e0dc529061bb63301f8453",
    "ipss_r": "a3a81b6de8678efe6000505c63818277187e1f906d83d0664a2250722d1fec7e",
    "khorana": "0b2546bc173b019a19516ce4f8cd2f0e96fc15c6765f89e401c4c502e1044e8f",
    "leibovich_2003": "c0c8533be420fdca1e58bbc96c0e6b77f1074905d172371aa04561e3904ad912",
    "lipi": "6084b275b6fa20f57c1a8905fedac598b9f4c6e0e785ce66fbc93945f0737828",
    "loris_nsclc_llr6": "62c3b62806b5a21ffe8161bfea93f244d5e38151575fb893f76007dad87a3bdf",
    "loris_pan_cancer": "db6fe735952e2d61ca3e34869adab88f85508ac2eae402181d9590143ac345d9",
    "magee_eq1": "ff930b24baff9634ad009b7ae65bfb51d1a47ff6fd7f68b699c8bafa24c2733a",
    "magee_eq3": "7bdf85de04a64baa53ae034cd177440bef079afcb05e91c7b3e6d56411e35257",
    "mascc": "0313770cbb6ab7ef271efb17b178cb663c7580646d3990e2f80d18917668b8a6",
    "mayo_spn": "fbcb26c6616277f03cc11c5784c6fc754d9c836b9df67daccc6dc29fe883d63a",
    "meld_3_0": "29b5985fef69cac4d8e957f987547c13abfc517ff1b93a162fc4a20e9680b926",
    "mgps": "e282a610fe93f3bb9edbfb433725e05f8aefa58c8b40e56f3b1cb83b555effa3",
    "mipi": "3c92b8a27c14b575bed4a961753cb5224dcc0f0577bb9a99f709d68f7339ae55",
    "mskcc_motzer": "778f61db26329d4f362b26ce02be3d917ccedd67f6ad58f4b3c83f485923a1d0",
    "nccn_ipi": "13abfba2e0126b829bcedcf6365da61bd50155dadf24f4472be96bc381a55f22",
    "nlr": "f783cd1f090f69ffb339ebf2f9705fb04fb37589ef2d88b425a6dbf7b76d6436",
    "npi": "ca1cf0c0059ba58ddd9251bb3c2e27c036030887c98f2de1ab83557a9e378f39",
    "pbcg": "e6cec432f0e6c43a78c82bf52549277021e15137e8741e203a499a6296bd195e",
    "pcptrc_2_0": "ec0874f242069030b2aea672ba383aa69b876b1f1b2a5e7e03d302ec664ae48a",
    "piv": "56c0babd8ef97ded0b03c611010befa89e68ca23c3f21f7d0f49070a4823f970",
    "plcom2012": "58a4ddbae389547968653a4ba81295a611177d58aadf6fdf433ef3beb2fca65a",
    "plr": "5b8f8356ee500b6d12ccc8c640cb62d97a470039700fbd2ef680eca791617fe7",
    "predict_breast_v2_2": "8fe7e0801f45c4d15b8579c49164bf4f7f6648b87ecaef8ca965a4d13851337f",
    "predict_breast_v3_1": "f7976b8aa708cc62209a4c08bbf8edb7b11ea7289cb47da4bcaa7e253f14c93c",
    "predict_breast_v3_2": "fdd01c4fcb68cf52fa8be2f911ac892629a2390a3c808127da39286bad5199c4",
    "predict_prostate": "96c2e9b47815be8ec5eb6f61d00f4e0d8b7000c5c4644cbaa3b9c100d88aba22",
    "psa_doubling_time": "7775770d3abbb92eae421e98301c0cc05d43be1b9f2690eedcbdfba145790afb",
    "r2_iss": "778f625f237415811c7bb2e4134fd5ee9281360becf3b9f9421db0df10b9cb28",
    "r_ipi": "0cf27d3e906d2dd5e8759926b758d73b59d0a51a652ac5fe18c89ce7f1345b6e",
    "rcb": "8e160514d6e48ebb5a2a00dd930462dde0c8dc8a4858e21f2371f7d0a6e0e95f",
    "rmh": "9c473cc84f40ea8c5616b0bea15191a1caecd8e84d2672ccce25ba1d4c2d27e5",
    "rmi_1": "8c79230fb74afa7664bbd4ee8f1162b5d6f01a4dd8013eb412405cbf653fde75",
    "roma": "04bcd93acaf7f8cd1cc11458a391da635861099a0cf9f448c306f76b8f169b5b",
    "sii": "bfc70e80994dba5ee4b568cf88879bee5b1d85348eac4c01afda43a4acc8ee10",
    "sokal": "3f454c0989159c5409571780587d6c65b7b249d8a65e6d17234dfd5822b3a1d1",
    "stratos_breast_rfs5": "e900bf740e107169d2443b7680eb08f6e7e71da7b4fdb2de9aac37632e69c692",
    "tls_cairo_bishop": "351ee190b56d2083c49cc9a678010fa5b16740ca8f911a5b5ca6ef5f81941461",
    "va_spn": "3eb49aae89575f0934a0e3995b16bfb3d167f72c676b1367b9c1b52b8982feff",
    "wang_larc_pcr": "2f6b1ba7e1d6d9843eeac6e787340764f3087ce8b01de7723b8991ab1b2ff966",
}

ABOUT_WHEN: Final[Mapping[str, str]] = {
    "adnex_ca125": "%adnexal_mass = true",
    "adnex_no_ca125": "%adnexal_mass = true",
    "afp_score_french": "%primary_site = 'liver' and %liver_transplant_considered = true",
    "albi": "%primary_site = 'liver'",
    "amap": "found(%comorbidities, 'viral_hepatitis') or found(%comorbidities, 'cirrhosis')",
    "ang2010_rpa": "%primary_site = 'head_and_neck' and %subsite = 'oropharynx'",
    "bclc_simple": "%primary_site = 'liver'",
    "brock_full_no_spiculation": "known(%nodule_diameter)",
    "brock_full_spiculation": "known(%nodule_diameter)",
    "bsa_dubois": "%systemic_therapy_planned = true or %chemotherapy_considered = true",
    "bsa_mosteller": "%systemic_therapy_planned = true or %chemotherapy_considered = true",
    "calvert": "known(%target_auc)",
    "capra": "%primary_site = 'prostate'",
    "carg": "%chemotherapy_considered = true and %age >= 65",
    "child_pugh": "found(%comorbidities, 'cirrhosis') or %primary_site = 'liver'",
    "cisne": "%febrile_neutropenia = true",
    "cll_ipi": "%blood_disease = 'cll'",
    "compass_cat": (
        "%systemic_therapy_planned = true and %primary_site in ('breast' | 'colon' | 'rectum' | 'lung' | 'ovary')"
    ),
    "corrected_calcium": "known(%calcium) and %albumin < 40",
    "cts5": "%primary_site = 'breast' and %er_status = 'positive' and known(%endocrine_therapy_years)",
    "damico": "%primary_site = 'prostate'",
    "eln_2022": "%blood_disease = 'aml'",
    "elts": "%blood_disease = 'cml'",
    "endpac": "%new_onset_diabetes = true",
    "erspc_rc3": "%prostate_biopsy_considered = true",
    "flipi_ipi": "%blood_disease in ('follicular' | 'diffuse_large_b_cell')",
    "g8": (
        "%age >= 65 and (known(%food_intake) or known(%mobility) or known(%self_rated_health) or "
        "known(%weight_loss_3_months))"
    ),
    "grim_score": "%early_phase_trial_considered = true",
    "hap": "%primary_site = 'liver' and %chemoembolisation_considered = true",
    "hasenclever_ips": "%blood_disease = 'hodgkin'",
    "herder": "known(%fdg_uptake)",
    "ihc4": "%primary_site = 'breast' and %er_status = 'positive' and known(%er_h_score)",
    "imdc": "%primary_site = 'kidney' and (%m_category = 'M1' or known(%distant_metastasis_recorded))",
    "ipss_m": "%blood_disease = 'mds'",
    "ipss_r": "%blood_disease = 'mds'",
    "khorana": "%systemic_therapy_planned = true",
    "leibovich_2003": "%primary_site = 'kidney'",
    "lipi": "%primary_site = 'lung' and (%m_category = 'M1' or known(%distant_metastasis_recorded))",
    "loris_nsclc_llr6": "%primary_site = 'lung' and (%m_category = 'M1' or known(%distant_metastasis_recorded))",
    "loris_pan_cancer": (
        "%immunotherapy_considered = true or (known(%tmb) and (%m_category = 'M1' or "
        "known(%distant_metastasis_recorded)))"
    ),
    "magee_eq1": "%primary_site = 'breast' and %er_status = 'positive' and known(%er_h_score) and known(%pr_h_score)",
    "magee_eq3": "%primary_site = 'breast' and %er_status = 'positive' and known(%er_h_score) and known(%pr_h_score)",
    "mascc": "%febrile_neutropenia = true",
    "mayo_spn": "known(%nodule_diameter)",
    "meld_3_0": "found(%comorbidities, 'cirrhosis') or %primary_site = 'liver'",
    "mgps": "(%m_category = 'M1' or known(%distant_metastasis_recorded)) and known(%crp)",
    "mipi": "%blood_disease = 'mantle_cell'",
    "mskcc_motzer": "%primary_site = 'kidney' and (%m_category = 'M1' or known(%distant_metastasis_recorded))",
    "nccn_ipi": "%blood_disease = 'diffuse_large_b_cell'",
    "nlr": (
        "(%m_category = 'M1' or known(%distant_metastasis_recorded)) and known(%neutrophils) and known(%lymphocytes)"
    ),
    "npi": "%primary_site = 'breast'",
    "pbcg": "%prostate_biopsy_considered = true",
    "pcptrc_2_0": "%prostate_biopsy_considered = true",
    "piv": (
        "(%m_category = 'M1' or known(%distant_metastasis_recorded)) and known(%neutrophils) and known(%platelets) and "
        "known(%monocytes) and known(%lymphocytes)"
    ),
    "plcom2012": "%lung_screening_considered = true",
    "plr": "(%m_category = 'M1' or known(%distant_metastasis_recorded)) and known(%platelets) and known(%lymphocytes)",
    "predict_breast_v2_2": "%primary_site = 'breast'",
    "predict_breast_v3_1": "%primary_site = 'breast'",
    "predict_breast_v3_2": "%primary_site = 'breast'",
    "predict_prostate": "%primary_site = 'prostate'",
    "psa_doubling_time": "known(%psa_first) or known(%psa_last)",
    "r2_iss": "%blood_disease = 'myeloma'",
    "r_ipi": "%blood_disease = 'diffuse_large_b_cell'",
    "rcb": (
        "%primary_site = 'breast' and %phase = 'after_neoadjuvant' and (known(%tumour_bed_diameter_1) or "
        "known(%tumour_cellularity_percent))"
    ),
    "rmh": "%early_phase_trial_considered = true",
    "rmi_1": "%adnexal_mass = true",
    "roma": "%adnexal_mass = true",
    "sii": (
        "(%m_category = 'M1' or known(%distant_metastasis_recorded)) and known(%platelets) and known(%neutrophils) and "
        "known(%lymphocytes)"
    ),
    "sokal": "%blood_disease = 'cml'",
    "stratos_breast_rfs5": "%primary_site = 'breast'",
    "tls_cairo_bishop": "%tumour_lysis_watched = true",
    "va_spn": "known(%nodule_diameter)",
    "wang_larc_pcr": "%primary_site = 'rectum' and known(%mri_emvi_positive)",
}

COUNT_TREATMENTS: Final[frozenset[str]] = frozenset(
    {
        "predict_breast_v2_2",
        "predict_breast_v3_1",
        "predict_breast_v3_2",
        "predict_prostate",
    }
)
TAKE_PICTURES: Final[frozenset[str]] = frozenset({"breast_us"})
