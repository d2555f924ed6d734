"""Invented names, by part of the country, so that a register of 2,000 people reads like one."""

from random import Random

MALE = {
    "JAWA": ["Agus", "Bambang", "Joko", "Slamet", "Eko", "Hadi", "Sigit", "Wahyu", "Teguh", "Dwi", "Tri", "Bayu", "Aji", "Pramono", "Suryo", "Wisnu", "Galih", "Danang"],
    "SUNDA": ["Asep", "Dadang", "Ujang", "Cecep", "Yayan", "Deden", "Iwan", "Rudi", "Nandang", "Encep", "Kosasih", "Tatang", "Dudi", "Yudi", "Gilang", "Rangga"],
    "SUMATERA": ["Hendri", "Rizal", "Syafrudin", "Zulkifli", "Ilham", "Fadli", "Yusran", "Togar", "Parlindungan", "Saut", "Hotman", "Jefri", "Riko", "Amran", "Marwan"],
    "KALIMANTAN": ["Rahmadi", "Syahrani", "Ahmad", "Fauzi", "Norman", "Akhmad", "Ruslan", "Hairul", "Supian", "Yanuar", "Arbani", "Gusti", "Herman", "Muhammad"],
    "SULAWESI": ["Andi", "Daeng", "Baso", "Syamsul", "Muhajir", "Ambo", "Rustam", "Arifin", "Jamaluddin", "Hasan", "Ridwan", "Idham", "Stevy", "Ronny", "Fersy"],
    "TIMUR": ["Yohanes", "Markus", "Petrus", "Frans", "Yosef", "Melkianus", "Benyamin", "Hendrik", "Elias", "Thomas", "Agustinus", "Paulus", "Simon", "Julius"],
    "BALI": ["Wayan", "Made", "Nyoman", "Ketut", "Gede", "Putu", "Kadek", "Komang", "Lalu", "Baiq", "Gusti", "Dewa"],
}
FEMALE = {
    "JAWA": ["Sri", "Endang", "Retno", "Wulan", "Ningsih", "Tri", "Dwi", "Rini", "Yuni", "Ratih", "Lestari", "Indah", "Kartika", "Puji", "Widya", "Anjar", "Sekar"],
    "SUNDA": ["Neneng", "Euis", "Ai", "Lilis", "Iis", "Tuti", "Rina", "Yanti", "Nining", "Imas", "Dewi", "Cucu", "Heni", "Mira", "Resti"],
    "SUMATERA": ["Yulia", "Desi", "Fitri", "Rosmaida", "Nurhayati", "Rahmi", "Erna", "Yeni", "Tiurma", "Mutiara", "Laila", "Suryani", "Wirda", "Meli"],
    "KALIMANTAN": ["Norhayati", "Rusmini", "Siti", "Mariani", "Hairiah", "Noor", "Raudah", "Fatimah", "Yulianti", "Maimunah", "Aulia", "Rabiatul"],
    "SULAWESI": ["Andi", "Nurlaela", "Hasnah", "St", "Marwah", "Sitti", "Rahma", "Nurfadila", "Megawati", "Olga", "Feybe", "Sartika", "Nuraeni"],
    "TIMUR": ["Maria", "Yuliana", "Theresia", "Marlina", "Kristina", "Martha", "Elisabeth", "Rosalina", "Yosefina", "Dorkas", "Ester", "Agnes", "Novita"],
    "BALI": ["Wayan", "Made", "Nyoman", "Ketut", "Luh", "Putu", "Kadek", "Komang", "Ayu", "Baiq", "Desak", "Sagung"],
}
LAST = {
    "JAWA": ["Santoso", "Wibowo", "Prasetyo", "Nugroho", "Handoko", "Raharjo", "Kusuma", "Purnomo", "Hartono", "Setiawan", "Susilo", "Widodo", "Laksono", "Utomo", "Pranoto", "Hidayat", "Suryadi", "Wicaksono", "Mulyono", "Basuki", "Rahayu"],
    "SUNDA": ["Suherman", "Supriatna", "Permana", "Sutisna", "Hermawan", "Gunawan", "Mulyana", "Saepudin", "Kurnia", "Rukmana", "Wijaya", "Ramdani", "Nugraha"],
    "SUMATERA": ["Nasution", "Siregar", "Harahap", "Lubis", "Tanjung", "Koto", "Chaniago", "Simbolon", "Manurung", "Hutapea", "Panggabean", "Daulay", "Pohan", "Pane", "Batubara", "Sikumbang", "Piliang"],
    "KALIMANTAN": ["Rahman", "Noor", "Anshari", "Fadillah", "Yusuf", "Hamdani", "Syarif", "Ramli", "Effendi", "Maulana", "Akbar", "Irawan"],
    "SULAWESI": ["Mappatoba", "Palinrungi", "Tenriawaru", "Makkasau", "Mangkunegara", "Paputungan", "Mokodompit", "Tumbel", "Wowor", "Lasut", "Saleh", "Latief", "Baharuddin", "Amiruddin"],
    "TIMUR": ["Tanamal", "Latuheru", "Pattiasina", "Nanulaitta", "Sahetapy", "Ndolu", "Manafe", "Taneo", "Bria", "Nahak", "Wanggai", "Rumbiak", "Yoku", "Kambu", "Lekatompessy", "Souisa"],
    "BALI": ["Sudiarta", "Artawan", "Suardana", "Wirawan", "Suryawan", "Ardana", "Parwata", "Sukerta", "Mahendra", "Wiguna", "Darmayasa", "Pradnyana"],
}
MIXES = {
    "CENTRAL": ("JAWA", "JAWA", "SUNDA", "SUMATERA", "SULAWESI", "KALIMANTAN", "BALI", "TIMUR"),
    "WEST": ("SUMATERA", "SUMATERA", "JAWA", "SUNDA"),
    "MIDDLE": ("BALI", "TIMUR", "SULAWESI", "KALIMANTAN", "JAWA"),
    "EAST": ("TIMUR", "TIMUR", "SULAWESI", "JAWA"),
}


def invent_name(rng: Random, mix: str, sex: str) -> str:
    """A name of two or three words, without titles.

    Args:
        mix: key of MIXES; sex: "L" or "P".
    """
    origin = rng.choice(MIXES[mix])
    first = rng.choice((MALE if sex == "L" else FEMALE)[origin])
    second = rng.choice((MALE if sex == "L" else FEMALE)[origin])
    last = rng.choice(LAST[origin])
    return f"{first} {last}" if second == first or rng.random() < 0.45 else f"{first} {second} {last}"
