//! Texts of every character, and texts for loops over blocks.

pub fn every_char() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

/// Every character there is, in texts of about 16,000, each between letters.
pub fn every_char_in_texts() -> Vec<String> {
    let all: Vec<char> = every_char().collect();
    all.chunks(16 * 1024)
        .map(|chunk| chunk.iter().fold(String::from("a"), |text, c| text + &format!("{c}a")))
        .collect()
}

/// Texts of many lengths up to some blocks, a special at many places of some, and characters of each length across the
/// ends of blocks: where a loop over blocks would go wrong.
pub fn texts_around_blocks() -> Vec<String> {
    let mut texts = Vec::new();
    let near = |len: usize| len < 34 || [0, 1, 63].contains(&(len % 64)) || len % 7 == 0;
    let fills = ["abcdefg ", "<&>\"'\r\0#", "é", "天地", "a😀<", "%_\\\"", "ab\u{200B}ú"];
    for fill in fills {
        let long = fill.repeat(600);
        texts.extend(
            (0..600).filter(|at| near(*at) && long.is_char_boundary(*at)).map(|at| long[..at].to_owned()),
        );
    }
    let specials = ["<", "\0", "\r", "#", "é", "天", "😀", "\u{2028}", "\u{FFFE}", "\\"];
    for len in [15, 16, 17, 31, 63, 64, 65, 127, 128, 129, 200, 330] {
        for special in specials {
            texts.extend(
                (0..=len)
                    .filter(|at| near(*at) || at + 18 > len)
                    .map(|at| format!("{}{special}{}", "a".repeat(at), "b".repeat(len - at))),
            );
        }
    }
    for edge in [255, 256, 257, 320, 512, 1024, 2048, 4095, 4096, 4097, 8192] {
        for special in specials {
            for before in [edge - 4, edge - 1, edge, edge + 1] {
                texts.push(format!("{}{special}{}&", "a".repeat(before), "<b".repeat(100)));
                texts.push(format!("{}{special}{}&", "<".repeat(before), "c".repeat(300)));
            }
        }
    }
    texts
}

/// Texts of many kinds of characters, by a fixed sequence that looks random.
pub fn mixed_texts() -> Vec<String> {
    let mut state = 7_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % limit
    };
    let kinds: Vec<Vec<char>> = [
        "abc XYZ 019",
        "<>&\"'\r\0#$%=",
        "äöüß×÷ÀÿĀɏ",
        "天地，。、ー",
        "пример҂",
        "\u{200B}\u{AD}\u{2028}\u{FEFF}\u{7F}\t\n",
        "😀𝒜\u{E0041}",
        "\\%_[]-.~`",
        "가힣뀀\u{3164}",
    ]
    .iter()
    .map(|kind| kind.chars().collect())
    .collect();
    (0..1000)
        .map(|_| {
            let (len, rare) = (below(700), 1 + below(40));
            let (most, other) = (below(kinds.len()), below(kinds.len()));
            (0..len)
                .map(|_| {
                    let kind = &kinds[if below(rare) == 0 { other } else { most }];
                    kind[below(kind.len())]
                })
                .collect()
        })
        .collect()
}
