"""Invented names by part of the country: pools with a heavy head and a long tail.

Common names are written out, the long tail is put together from usual syllables, so that five million people have some
thousands of name words between them, as a real register has.
"""

from collections.abc import Iterable
from itertools import product
from random import Random

ORIGINS = ("JAWA", "SUNDA", "UTARA", "MELAYU", "BORNEO", "BUGIS", "MINAHASA", "BALI", "NUSA", "MALUKU", "PAPUA")
SLOTS = 512

MALE = {
    "JAWA": "Agus Bambang Joko Slamet Eko Hadi Sigit Wahyu Teguh Dwi Tri Bayu Aji Wisnu Galih Danang Heru Budi Sugeng Arif",
    "SUNDA": "Asep Dadang Ujang Cecep Yayan Deden Iwan Rudi Nandang Encep Tatang Dudi Yudi Gilang Rangga Aceng Dede Budi",
    "UTARA": "Hotman Togar Saut Parlindungan Hendri Jefri Riko Bonar Tigor Marihot Sahat Jonson Ramli Zulkifli Ilham Budi",
    "MELAYU": "Rizal Syafrudin Zulkifli Ilham Fadli Yusran Amran Marwan Hendra Afrizal Firdaus Yasir Syahrul Erwin Rahmat Andi",
    "BORNEO": "Rahmadi Syahrani Ahmad Fauzi Norman Akhmad Ruslan Hairul Supian Yanuar Arbani Gusti Herman Muhammad Jumadi Riduan",
    "BUGIS": "Andi Daeng Baso Syamsul Muhajir Ambo Rustam Arifin Jamaluddin Hasan Ridwan Idham Muhammad Irfan Takdir Sudirman",
    "MINAHASA": "Stevy Ronny Fersy Jefry Denny Steven Jantje Vecky Rolly Hanny Noldy Meidy Franky Audy Ferdinand Robby",
    "BALI": "Wayan Made Nyoman Ketut Gede Putu Kadek Komang Agung Gusti Dewa Nengah Bagus Ngurah",
    "NUSA": "Yohanes Petrus Frans Yosef Melkianus Benyamin Hendrik Agustinus Paulus Antonius Dominggus Lalu Lukas Stefanus",
    "MALUKU": "Markus Elias Thomas Simon Julius Johanis Semuel Izak Abraham Dominggus Abdul Muhammad Hasan Rudolf Max",
    "PAPUA": "Yohanis Markus Petrus Yulius Melkias Otniel Yance Demianus Korneles Elisa Isak Septinus Obet Yoram Naftali",
}
FEMALE = {
    "JAWA": "Sri Endang Retno Wulan Ningsih Tri Dwi Rini Yuni Ratih Lestari Indah Kartika Puji Widya Anjar Sekar Siti Dewi Nur",
    "SUNDA": "Neneng Euis Ai Lilis Iis Tuti Rina Yanti Nining Imas Dewi Cucu Heni Mira Resti Siti Nur Enok",
    "UTARA": "Rosmaida Tiurma Mutiara Laila Suryani Lamria Rotua Nurhayati Masta Dameria Hotmaida Rahmi Erna Risma Siti",
    "MELAYU": "Yulia Desi Fitri Nurhayati Rahmi Erna Yeni Wirda Meli Siti Nur Elvira Yusnita Zuraida Rosmiati Eka",
    "BORNEO": "Norhayati Rusmini Siti Mariani Hairiah Noor Raudah Fatimah Yulianti Maimunah Aulia Rabiatul Jumiati Mastura",
    "BUGIS": "Andi Nurlaela Hasnah Marwah Sitti Rahma Nurfadila Megawati Sartika Nuraeni Hasniati Rosdiana Nurhayati Irmawati",
    "MINAHASA": "Olga Feybe Meike Deitje Selvie Youla Vonny Grace Syane Merry Jeane Lidya Agnes Stella",
    "BALI": "Wayan Made Nyoman Ketut Luh Putu Kadek Komang Ayu Desak Sagung Gusti Dewi Istri",
    "NUSA": "Maria Yuliana Theresia Marlina Kristina Martha Elisabeth Rosalina Yosefina Baiq Siti Anastasia Veronika Margaretha",
    "MALUKU": "Dorkas Ester Agnes Novita Yohana Welmince Fransina Josina Maria Hajar Siti Rosina Petronela Magdalena",
    "PAPUA": "Yuliana Dorkas Ester Selfina Welmina Martina Adolfina Naomi Yosina Orpa Regina Mariana Sarlota Ruth",
}
LAST = {
    "JAWA": "Santoso Wibowo Prasetyo Nugroho Handoko Raharjo Kusuma Purnomo Hartono Setiawan Susilo Widodo Utomo Hidayat Rahayu",
    "SUNDA": "Suherman Supriatna Permana Sutisna Hermawan Gunawan Mulyana Saepudin Kurnia Rukmana Wijaya Ramdani Nugraha",
    "UTARA": "Nasution Siregar Harahap Lubis Simbolon Manurung Hutapea Panggabean Daulay Pohan Pane Batubara Ginting Sembiring",
    "MELAYU": "Tanjung Koto Chaniago Sikumbang Piliang Jambak Guci Rahman Hamzah Yunus Ismail Saputra Effendi Syahputra",
    "BORNEO": "Rahman Noor Anshari Fadillah Yusuf Hamdani Syarif Ramli Effendi Maulana Akbar Irawan Saputra Hidayat",
    "BUGIS": "Mappatoba Palinrungi Tenriawaru Makkasau Saleh Latief Baharuddin Amiruddin Syarifuddin Hamid Rauf Kadir",
    "MINAHASA": "Paputungan Mokodompit Tumbel Wowor Lasut Rondonuwu Kalalo Mandagi Sumual Tangkudung Pangemanan Lumentut",
    "BALI": "Sudiarta Artawan Suardana Wirawan Suryawan Ardana Parwata Sukerta Mahendra Wiguna Darmayasa Pradnyana",
    "NUSA": "Ndolu Manafe Taneo Bria Nahak Lopo Seran Klau Djawa Lede Bulu Fernandez Kleden Wirawan",
    "MALUKU": "Tanamal Latuheru Pattiasina Nanulaitta Sahetapy Lekatompessy Souisa Tuasikal Rumakat Watimena Leasa Hattu",
    "PAPUA": "Wanggai Rumbiak Yoku Kambu Wonda Tabuni Kogoya Mandosir Rumaropen Yarangga Wenda Ayomi Krey Sawaki",
}
# Beginnings and endings of the long tail: given names of men, of women, last names.
_TAIL = {
    "JAWA": (
        ("Su Har Wi Pur Mul Kas Sar Tu War Pon Sum Sub", "yanto giman wanto tono jito yadi nardi mono sno man"),
        ("Su Har Wi Pur Mul Kas Sar Tu War Pon Sum Rus", "yanti harti wati tini jiyem yani narti minah asih miati"),
        ("Wibi Pra Sastro Ko Hadi Cokro Noto Wiryo Marto Karto Suro", "sono nowo dinoto sumarto kusumo wijoyo pranoto diharjo"),
    ),
    "SUNDA": (
        ("Ko Su Sa Ja Ru Wa Da Ma Ha Ki", "sasih pandi rman yat hyat dman ndi karna mat"),
        ("Ko Su Sa Ja Ru Wa Da Ma Ha Ki", "marsih paryati rnengsih tinah niati rliah mayanti nengsih"),
        ("Wira Sura Natadi Kerta Jaya Adi Sastra Prawira", "atmaja dinata kusumah praja saputra laksana manggala"),
    ),
    "UTARA": (
        ("Tor Mang Par Sa Bo Hal Jo Ma", "hapan asi tua don mangun rulian sautan nahor"),
        ("Tor Ros Nur Sa Bo Mas Jo Ma", "lince maria dina leli tiur linda riana meri"),
        ("Si Hu Na Pa Ma Gu Lum Ta", "manjuntak tagalung babani nggaribu rpaung ltom bantoruan mpubolon naga"),
    ),
    "MELAYU": (
        ("Zul Syaf Khai Nas Az Ris Fak Mah", "rial wan rul ir mardi hendri riadi mizar"),
        ("Zul Syaf Khai Nas Az Ris Yus Mah", "nita riani ratun maini lina marni neli dawati"),
        ("Al Ab Bakh Sya Mu Ha Zai Nur", "amsyah durrahman tiar fwan slim rmaini nuddin hakim"),
    ),
    "BORNEO": (
        ("Sya Ar Mas Jum Bah Kur Sur Yan", "hrudin syad rani adri rian nain iansyah sudin"),
        ("Sya Ar Mas Jum Bah Kur Sur Yan", "hrida syanti nah ratul riah niati yatun tinah"),
        ("An Ba Su Di Pa Mu Tje Ra", "gau njar radi lik njung yono wang mbang"),
    ),
    "BUGIS": (
        ("Mapp Pat Tak Lah Sya Mus Nas Bur", "abbi tarai alau amuddin hrir takim rullah hanuddin"),
        ("Mapp Tenri Has Nur Sya Mus Nas Bur", "asitti ola niah jannah hriani dalifah riati haeni"),
        ("Mapp Patt Daeng Tenri Lama Pa Sul Mal", "anyukki awang tiro abeng dukelleng langi lawa linrang"),
    ),
    "MINAHASA": (
        ("Her Al Ed Fer Joh Nel Rey Wel", "ly fon win dy ny son nold ry"),
        ("Her Al Ed Fer Joh Nel Rey Wel", "lina etha vina rina na syane nita mientje"),
        ("Ka Ma Pa Ru Ta Wa Lo Sa", "lesaran ngindaan lengkahu ndengan roreh worontu lowang ndag"),
    ),
    "BALI": (
        ("Su Ar Wir Dar Par Mer Suk Ad", "dana tha ya awan sika ta jana nyana"),
        ("Su Ar Wir Dar Par Mer Suk Ad", "kerti tini yani mayanti wati tasih reni nyani"),
        ("Su Ar Wir Dar Par Mer Pra Ad", "diana tama yasa mika wita sana nata ntara"),
    ),
    "NUSA": (
        ("Ar Bene Fe Gre Kan Leo Ser Vin", "nold diktus liks gorius isius nardus vas sensius"),
        ("Ar Bene Fe Gre Kan Leo Ser Vin", "nolda dikta lisitas goria sia narda vina sensia"),
        ("Be Da Ku Le Ma Na Ta Wo", "ngu ton pang lan nek bu mo ra"),
    ),
    "MALUKU": (
        ("Al Ber Cor Dan Fre Ger Jon Wil", "bert nabas nelis iel dek rit athan lem"),
        ("Al Ber Cor Dan Fre Ger Jon Wil", "berta lina nelia iela derika ritje etha helmina"),
        ("La Pa Ma Tu Ru Sa Wa Ha", "tumahina ttinama rantika anakotta mahuru lampessy ttimury hareka"),
    ),
    "PAPUA": (
        ("Al Be Da El Ger Jak Lam Ya", "fius nny ud iezer son obus ek kobus"),
        ("Al Be Da El Ger Jak Lam Ya", "fonsina nselina mince isabet sina omina berthina komina"),
        ("Ru Ma Ya Wa Ko Ka Ab Sa", "mbewas ndowen rangga mbrauw rwa iwai isay ggrembo"),
    ),
}  # fmt: skip
# Share of the heavy head in per mille, and how steeply it falls.
_HEAD = 720
_STEEPNESS = 0.8


def name_slots(seed: int) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Names under the numbers the statements draw them by; a common name has many numbers.

    Returns:
        Given names, key (origin * 2 + sex) * SLOTS + n with sex 0 for men and 1 for women; last names, key origin * SLOTS + n.
    """
    given, last = [], []
    for index, origin in enumerate(ORIGINS):
        tails = [[start + end for start, end in product(first.split(), second.split())] for first, second in _TAIL[origin]]
        pools = ((MALE[origin], tails[0]), (FEMALE[origin], tails[1]), (LAST[origin], tails[2]))
        drawn = [_draw(Random(f"{seed}:{origin}:{number}"), head.split(), tail) for number, (head, tail) in enumerate(pools)]  # noqa: S311 - invents names
        given += [((index * 2 + sex) * SLOTS + n, name) for sex in (0, 1) for n, name in enumerate(drawn[sex])]
        last += [(index * SLOTS + n, name) for n, name in enumerate(drawn[2])]
    return given, last


def _draw(rng: Random, head: list[str], tail: Iterable[str]) -> list[str]:
    weights = [1 / (rank + 1) ** _STEEPNESS for rank in range(len(head))]
    common = rng.choices(head, weights, k=SLOTS * _HEAD // 1000)
    return common + rng.choices(sorted(set(tail)), k=SLOTS - len(common))
