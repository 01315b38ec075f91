"""How people write in chats, and the word they mean: a list written for Netral from the language as it is used, and rules.

A form stands here only when it hardly ever means anything else; what was written is indexed beside it in any case.
"""

import re

# formal word: how it is written. Abbreviations, Betawi and Javanese forms, old spellings, English of the platforms.
_FORMS = """
acara: acr acra | ada: adaa | adalah: adlh adl | admin: min mimin atmin | agak: agk rada
ajar: ngajar ngajarin diajarin ajarin | akan: akn | akhir: akhr | aktif: aktip aktifin aktipin | aktivitas: aktifitas
aku: aq akuh aqu akyu ngaku ngakuin | akun: acc akunt | alamat: almt almat | alasan: alesan
ambil: ambl ambilin ngambil | anak: ank anka | analisis: analisa | ancam: ngancem ngancam diancem ngancemin
anda: andaa | anggota: anggauta | angkat: ngangkat | antar: anter nganter nganterin anterin dianter | antre: antri
apa: ap apaa paan | apakah: apkh apkah | aplikasi: app apps apk apl aplikasinya | apotek: apotik
arah: ngarahin arahin diarahin | arti: artiin | asal: asl asalkan | atas: ats | atau: ato atw atauu | atlet: atlit
atur: ngatur ngaturin diaturin | ayah: ayh bokap | ayo: ayuk yuk yuuk yok
bagaimana: gmn gmna gimana gimna bgmn bagaimna gmana gimanaa gmanaa | bagian: bgian bgn | bagus: bgs bagos baguss
bahasa: bhs bhsa | bahwa: bhw bhwa bahwasanya | baik: baek baikk bae | baiklah: bklah
balas: bls blas bales ngebales balesin | balikpapan: bpn | bandung: bdg | bangun: bgun | bantu: bntu bnt
bantuan: bntuan | banyak: bnyak byk bnyk banyk bnyakk | bapak: bpk pak bapa bpa | barang: brg brang
bareng: brng breng barengan | baru: bru br barusan brusan brsn | batal: cancel cancle batalin ngebatalin kensel
bawa: bwa | bawah: bwh | bayar: byr bayr byar mbayar bayarin dibayarin | beberapa: bbrp bbrapa beberpa bebrapa
beda: bda | begini: gini bgini gni | begitu: gitu gt gtu bgitu begtu gituu gto | belakang: blkg blkang blakang
beli: bli | belum: blm blum belom blom lom lum blon | benar: bener bnr bnar benr beneran bneran benerin
berangkat: brgkt brangkat brkt | berapa: brp brapa brpa
beri: ngasih dikasih kasihin ngasi dikasi kasi kasihkan ngasihin | berita: brita brta | bersama: brsama brsm
besar: gede gedhe gde | besok: bsk bsok besokk | biar: biarin | biasa: bysa bsa biasany
bicara: ngomong omong ngmng ngomongin bcr diomongin | bilang: blg blng bilng bilangin | bisa: bs bisaa bsaa
bohong: boong ngibul | bosan: bosen | buat: bikin bkn bwt buatin bikinin ngebuat | buka: bka bukain
bukan: bukn bukannya bkan | bukti: bkti | bulan: bln bulannya | bupati: bpati bpti | butuh: bth bthin
calon: cln calun | camat: cmat | cantik: cntik cantk | cara: cr crny carany | cari: nyari nyariin cariin
cek: check ngecek dicek cekin cekk | cepat: cpt cepet cpet cepetan | chat: chatan ngechat chatting
coba: cb cobain nyoba nyobain cba | coblos: nyoblos nyoblosin dicoblosin | contoh: cth | cuci: nyuci | curang: crang
curi: nyolong colong nyuri | daerah: drh daerh | daftar: dftar dftr | dahulu: dulu dl dlu duluu dulunya
dalam: dlm dlam dalem | dan: dn | dapat: dpt dapet dpat dapt dapetin ngedapetin kedapetan | dari: dri darii
daripada: drpd drpada dripada | datang: dtg dateng dtang dtng | dekat: deket dkt | dengan: dgn dngan dngn dengn dgan
dengar: denger dengerin kedengeran ngedenger ngedengerin | depan: dpn dpan | desa: ds | dia: diaa doi | dinas: dns
dokter: dokt dktr | dua: duwa | duit: dwit | dukung: dkung dkng ngedukung ndukung didukungin | efektif: efektip
empat: mpat | enak: enk enakk | esok: esk | februari: pebruari | follow: ngefollow difollow polow
foto: poto photo fotoin pic pict pics | gaji: gji | gambar: gmbr gmbar | ganteng: gntg gnteng
ganti: gnti gantiin digantiin ngeganti | gratis: grts gretong | grup: group grub | gubernur: gub gubrnur
habis: abis hbs abisin ngabisin | hadir: hdr dihadirin ngehadirin | halaman: hlm
hanya: cuma cuman cma cmn hny hnya cuaman | harga: hrg hrga | hari: hr | harus: hrs hrus kudu mesti musti msti haruss
hati: ati | hebat: hbt | hidup: idup hdup | hilang: ilang ilangin ngilang | hipotesis: hipotesa
hitung: itung ngitung itungin | hubung: hub hubungin | hujan: ujan | ibu: bu ibuk nyokap ibuu | ijazah: ijasah
ikut: ikt ikutan ngikut ikutin | imbau: himbau | indonesia: indo indon indonesa
informasi: info infoin infonya inpo inf | ingat: inget ingt ngingetin ingetin
ingin: pengen pgn pengin pingin pngen pngn kepengen kepingin pgen | ini: ni nih ne nich iniih inih | instansi: inst
internet: inet intrnet | istri: bini istr isteri | itu: tu tuh ituh tuch
iya: ya iyah iyaa yaa yup yoi yups iyes yep yaps | izin: ijin | jabatan: jbtn jbatan | jadi: jd jdi jadiin jdii
jadwal: jadual | jakarta: jkt jakrta jekardah | jalan: jln jl jlan jalanin | jam: jm
jangan: jgn jngn jngan jangn jgan | janji: jnji janjiin ngejanjiin dijanjiin | jaringan: jringan | jauh: jauhh
jawab: jwb jwab njawab jawabin | jelas: jls jelasin ngejelasin | jual: jwal jualin ngejual
juga: jg jga jugak jugaa juge | jumat: jumaat | jumlah: jml jmlh | jumpa: jmpa | kabupaten: kab | kadang: kdg kdng
kakak: kk kak kka | kalah: klh | kalau: kalo klo kl klau kalw klw kalu kaloo | kalian: klian kaliyan
kalimantan: kaltm | kami: kmi | kampanye: kampanyein kmpanye nyaleg | kampung: kmpung kampoeng
kantor: ktr kntr kntor | karena: krn karna krna krena coz cz | karier: karir | kartu: krtu
kasih: makasih mksh makasi mksih trims trimakasih tengkyu thx tq thanks ksh terimakasih trimksh tengs makaci
kasihan: kasian kesian | kata: kt ktny katany | katanya: ktnya | kawan: kwn | kecamatan: kec kcmatan | kecil: kcl kcil
kegiatan: kgiatan kegtan | keluar: klr kluar kluarin keluarin | keluarga: klrg klg klrga kluarga | kelurahan: kel
kemana: kmn kmna | kemarin: kmrn kmren kemaren kmarin kmrin | kembali: kmbl kmbali baliknya blik
kemudian: kmudian kmdian kmdn | kena: keno | kenapa: knp knpa napa ngapa kenape knapa nape | kendala: kndala
kendaraan: kndraan | kepada: kpd kpda | kereta: krta | kerja: krj krja ngerja kerjain ngerjain | kerjakan: krjkn
ketemu: ktmu | ketua: ktua | kira: kr kirain ngira kyra | kirim: krm ngirim kirimin ngirimin | kita: kitaa | kode: kod
komen: koment dikomen ngomen | kompleks: komplek | komputer: kompi | konfirmasi: konfirm konfirmasiin
konsumen: konsumn | kosong: ksong | kreativitas: kreatifitas | kualitas: kwalitas | kuitansi: kwitansi
kuliah: kul kuliyah | kumpul: ngumpul kumpulin ngumpulin dikumpulin | kuota: kouta quota | kurang: krg krang kurng
lagi: lg lgi lagii agi gi | laki: lk lki lakik | lalu: trs trus | lama: lm lma lamaa | lambat: lelet lmbt
langsung: lgsg lsg lgsung lngsng lngsung langsng | lapor: lpr laporin ngelapor ngelaporin | laporan: lprn
laptop: leptop | layanan: lyanan | lebih: lbh lbih lebh | legalisasi: legalisir | lengkap: lngkp | lengkapi: lengkapin
lewat: lwt lewt | libur: lbr | lihat: liat lht liad liatin ngeliat ngelihat ngeliatin nengok | like: ngelike dilike
live: ngelive | lumayan: lmyn mayan lmayan | lupa: lpa | maaf: mf maap maapin sori sorry sry | macam: mcm macem mcem
mahal: mhl | main: maen mein maenin | makan: mkn mamam | makassar: mks | makin: mkin | malah: mlh malahan mlah
malam: mlm malem mlem | malas: males mls mager | mana: mn mna dmn dmna dimn | manajer: manager | manusia: mns mnusia
marah: mrh | mari: mriki | masa: msa | masalah: mslh mslah mslahnya | masih: msh msih masi maseh mash | masjid: mesjid
masuk: msk masok msuk masup masukin | masyarakat: msyarakat | mau: mo mw mao mauu | medan: mdn | melihat: meliat
memang: emang emng emg memng mmg mmang emangnya | menang: menangin ngemenangin | meski: mski | metode: metoda
milik: pny pnya | minggu: mggu mgg mnggu | minta: mnta mnt mintain | minum: mnm | mobil: mbl | mohon: mhn mohn mhon
motor: mtr | muda: mda | mudah: gampang gmpg | mulai: mule mulei | mungkin: mgkn mngkn mgkin mungkn mgk | nama: nm nma
nanti: ntar ntr nti nnti nt entar ntaran | napas: nafas | nasihat: nasehat | negeri: negri | netral: ntral
nilai: nile nilainya | nomor: no nmr nomer nope nmor nomr | nonton: nntn | november: nopember | nyata: nyta
objek: obyek | obrol: ngobrol ngbrl | oke: ok okay okey okeh oks okee | oleh: olh | orang: org orng orangx urang
otak: utek | pacar: pcr | pada: pda | padahal: pdhl pdahal pdhal | paham: faham
pakai: pake pke pakek ngepake pakein dipake kepake makein dipakein | paket: pket kuotanya
paksa: maksa dipaksa maksain | paling: plg plng palng | panas: panass | panggil: manggil panggilin
panjang: pnjg pnjang | pasang: psang masang masangin dipasangin pasangin | pasangan: psgn pasngan | pasca: paska
pasti: psti pst | peduli: perduli | pegawai: pgw pgwai pegawe | pejabat: pjbat | pekan: pekn
pelanggan: customer kastemer plnggan | pelayanan: plyanan | pembayaran: pmbayaran | pembelian: pmbelian
pemerintah: pemrntah | pemilihan: pmlihan | pemilu: pmilu pemilyu | pengemudi: driver drv sopir supir
pengikut: follower followers | pengiriman: pngiriman | penuh: pnuh | percaya: prcy prcaya pcy
perempuan: prempuan cewek cewe cw cwe ciwi | pergi: prgi pegi | perlu: prlu | pernah: prnh prnah pnh
pertama: prtama prtm | pesan: psn pesen psen mesen mesan pesenin | pesanan: psanan orderan | pesawat: pswt
pidato: mpidato | pikir: mikir pkr pikirin mikirin kepikir kepikiran fikir | pilih: plh milih plih pilihin milihin
pilkada: plkada | pindah: pndah pindahin mindahin | pinjam: pinjem minjem minjam minjemin pinjemin
pintar: pinter pntr | ponsel: hape hp henpon handphone hengpong | posting: mosting mempost ngepost dipost post
praktik: praktek | pria: cowok cowo cwo | promosi: promo | propaganda: propagnda | proses: prses
provinsi: prov propinsi prop | pukul: pkl pkul mukul mukulin | pulsa: plsa | pusing: pusyng puyeng | rabu: rabo
rakyat: rkyt rakyt | ramai: rame | rapat: rpt | rasa: rsa ngerasa | rekening: norek | rezeki: rejeki | ribet: rbt
ribu: rb rbu | risiko: resiko | rumah: rmh rmah | rusak: rsk rusk | sabar: sbr
saja: aja aj ja sj sja wae jah ajaa doang doank | sakit: skit | salah: slh salahin nyalahin disalahin | saldo: sld
sama: sm ama samaa | samarinda: smd | sambung: nyambung nyambungin
sampai: sampe smpe nyampe ampe sampek smpai smpek sampein nyampein kesampean | sampaikan: smpaikan
sangat: bgt banget bngt bgtt bngd sgt sngt bangett beud bangat buanget | satu: stu atu | saudara: sdr sdra
saya: gue gw gua sy sya guwe ane gwe gueh saia syaa | sayang: syg syang sygku
screenshot: skrinsut screenshoot screenshut skrinsyut | sebab: sbb sbab | sebagai: sbg sbgai
sebar: nyebar nyebarin sebarin disebarin | sebelah: sblh | sebelum: sblm sblum sebelom
sebentar: bentar bntr sbntr sebntar bentaran | sebut: nyebut disebutin nyebutin | sedang: sdg sdng | sedih: sedi
sedikit: dikit sdkt sdikit dkit | segera: sgra sgera | sekadar: sekedar | sekali: skali skl sekalii
sekarang: skrg skrng skr skg skrang skarang sekarng skrgg | sekolah: skul sklh skolah skola | sekretaris: sekr sekre
selalu: sll slalu sllu | selama: slama slma | selamat: met slmt slamat selamet | selesai: slesai slse kelar klar
semangat: smgt smngat smangat | semarang: smg | semua: smua smw smuanya smuany semuaa | senang: seneng sng snang
sendiri: sndiri sndri ndiri sendri | senin: snn | senyum: snyum
seperti: spt sprti kayak kyk kek kyak spti sperti kyknya kayanya kayaknya | seram: serem | sering: srg sring srng
sesal: nyesel | setelah: stlh stelah stlah | setiap: tiep stiap stp tyap | share: ngeshare sharing dishare
siap: siapp nyiapin siapin disiapin | siapa: spa sypa syapa | silahkan: silakan slhkn | silakan: silahkan silaken
simpan: nyimpen simpen disimpen nyimpan simpenin | sisa: nyisa | sistem: sistim sistm | situs: web website
sogok: nyogok | spanduk: spandok | standar: standard | stasiun: stsiun | suara: suwara | subjek: subyek
sudah: udah udh dah sdh uda udeh ud dh wes sudh sdah sudahh udahan | suka: sukak | sulit: susah ssh susyah
sumbang: nyumbang | sumpah: nyumpahin | supaya: spy spya | surabaya: sby | surat: srt | suruh: nyuruh disuruh nyuruhin
survei: survey | susul: nyusul | syukur: sukur | tadi: td tdi tadii | tahu: tau taw thu tao tw ngerti tauk
tahun: thn th taun thun | takut: tkut | tambah: tmbah nambah nambahin tambahin | tanggal: tgl tggl tnggl
tanggapan: tnggapan | tanggung: tggung | tanpa: tnpa tnp | tanya: tny tnya nanya nanyain tanyain nnya
taruh: taro naro naruh taroh | teknik: tehnik | teknologi: tehnologi | teladan: tauladan | telantar: terlantar tlantar
telepon: telp tlp telpon tlpn tlfn tilpun telfon nelpon nelepon telepn nelfon ditelp telponan
teman: temen tmn tmen temenan temenin | tempat: tmpt tmpat tpt tmpet tempt | tengah: tngh tngah
tentang: ttg tntg tntang | teriak: treak | terima: trm trima nerima | terjadi: trjadi trjd
terlalu: trlalu trll terlalo | ternyata: trnyata trnyt tnyt | tetap: tetep ttp ttap | tetapi: tapi tp tpi ttpi tapii
tidak: ga gak gk nggak enggak tdk ngga engga kagak kaga ndak nda gag tak g tidk tdak kgk gx ngk nga ngak nggk
tidur: tdur tdr bobo bobok | tiket: tket ticket | tinggal: tinggl | tinggi: tggi | toko: tko
tolong: tlg tlong tlng tulung plis please tolongin nolong nolongin | transaksi: trnsaksi trx
transfer: tf trf tranfer transferin ditf nransfer | tugas: tgs tugasin | tunggakan: tnggakan
tunggu: tgg tggu nunggu nungguin tungguin tnggu | turun: trun nurun | uang: duwit duit
ubah: ngubah rubah ngerubah robah | ujian: ujn | ujung: ujg | ulang: ngulang ulangin
undang: ngundang ngundangin diundang | undangan: undngan undgn | untuk: utk untk tuk ntuk untuuk buwat
upload: aplod aplot mengupload diupload ngupload | urus: ngurus urusin ngurusin diurusin | usah: ush | utama: utma
utang: hutang | verifikasi: verif | video: vidio pidio vid | wakil: wkl | waktu: wkt wktu waktuny | walau: walo
walikota: walkot | wanita: wnt | warga: wrga | yakin: ykin | yang: yg yng yangg ygg
yogyakarta: jogja jogjakarta yogya jogya | zaman: jaman jmn
"""

_LONG = re.compile(r"([a-z])\1{2,}")
_HELD = re.compile(r"([a-z])\1+$")
_TWICE = re.compile(r"([a-z]{2,})2(?:an|nya|ku|mu)?")


def _listed() -> dict[str, str]:
    entries = (entry.partition(":") for line in _FORMS.splitlines() for entry in line.split("|") if entry.strip())
    return {form: formal.strip() for formal, _colon, forms in entries for form in forms.split()}


FORMAL = _listed()


def listed(word: str) -> str:
    """The formal word of a listed form, of one with a letter held long (bangeeet) or said twice (anak2); else itself."""
    if word in FORMAL:
        return FORMAL[word]
    if twice := _TWICE.fullmatch(word):
        return listed(twice[1])
    for short in (_LONG.sub(r"\1", word), _LONG.sub(r"\1\1", word), _HELD.sub(r"\1", word)):
        if short != word and short in FORMAL:
            return FORMAL[short]
    return word
