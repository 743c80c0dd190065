import type { NotificationWords } from './notification-words.js';

export const lt: NotificationWords = {
  events: {
    'assignment.issued': (p, say) => ({
      label: p.offered ? 'Galite imtis' : p.again ? 'Reikia spręsti iš naujo' : 'Nauja užduotis',
      about: say.text(p.instruction),
      details: [p.dueAt && `terminas ${say.moment(p.dueAt)}`, p.actingFor && `pavaduojant: ${p.actingFor}`],
    }),
    'assignment.handed': (p, say) => ({
      label: {
        delegate: 'Deleguota Jums',
        forward: 'Perduota Jums',
        release: 'Vėl galite imtis',
        substitution: 'Jūsų pavaduojant',
        back: 'Vėl pas Jus',
        escalation: 'Perduota Jums',
      }[p.how],
      about: say.text(p.instruction),
      details: [
        (p.how === 'delegate' || p.how === 'forward' || p.how === 'release') && `nuo: ${say.actor}`,
        p.dueAt && `terminas ${say.moment(p.dueAt)}`,
        p.actingFor && `pavaduojant: ${p.actingFor}`,
      ],
    }),
    'assignment.reminder': (p, say) => ({
      label: 'Priminimas',
      about: say.text(p.instruction),
      details: [p.dueAt && `terminas ${say.moment(p.dueAt)}`, p.actingFor && `pavaduojant: ${p.actingFor}`],
    }),
    'assignment.overdue': (p, say) => ({
      label: 'Jūsų padalinyje neatlikta laiku',
      about: say.text(p.instruction),
      details: [p.performer, p.dueAt && `terminas ${say.moment(p.dueAt)}`],
    }),
    'assignment.reported': (p, say) => ({
      label: 'Ataskaita priimti',
      about: say.text(p.instruction),
      details: [
        `nuo: ${say.actor}`,
        p.outcome && say.text(p.outcome),
        p.comment,
        p.inPlaceOf && `pavaduojant: ${p.inPlaceOf}`,
      ],
    }),
    'assignment.returned': (p, say) => ({
      label: 'Grąžinta Jums',
      about: say.text(p.instruction),
      details: [`nuo: ${say.actor}`, p.reason],
    }),
    'assignment.accepted': (p, say) => ({
      label: 'Jūsų ataskaita priimta',
      about: say.text(p.instruction),
      details: [`kas: ${say.actor}`, p.comment],
    }),
    'assignment.cancelled': (p, say) => ({
      label: 'Nebereikia',
      about: say.text(p.instruction),
      details: [`kas atšaukė: ${say.actor}`, p.reason],
    }),
    'extension.asked': (p, say) => ({
      label: 'Prašoma daugiau laiko',
      about: say.text(p.instruction),
      details: [
        `${say.actor}: iki ${say.moment(p.askedDueAt)}`,
        p.reason,
        p.inPlaceOf && `pavaduojant: ${p.inPlaceOf}`,
      ],
    }),
    'extension.decided': (p, say) => ({
      label: p.granted ? 'Terminas pratęstas' : 'Terminas nepratęstas',
      about: say.text(p.instruction),
      details: [p.granted && p.dueAt ? `iki ${say.moment(p.dueAt)}` : null, `kas: ${say.actor}`, p.answer],
    }),
    'document.shared': (p, say) => ({
      label: p.edit ? 'Jums atvertas dokumentas darbui' : 'Jums atvertas dokumentas',
      details: [`kas: ${say.actor}`, p.until && `iki ${say.moment(p.until)}`],
    }),
    'comment.mention': (p, say) => ({
      label: 'Jus paminėjo',
      details: [`${say.actor}: ${p.excerpt}`],
    }),
    'comment.added': (p, say) => ({
      label:
        say.count > 1
          ? say.counted(say.count, {
              one: 'naujas komentaras',
              few: 'nauji komentarai',
              many: 'naujo komentaro',
              other: 'naujų komentarų',
            })
          : 'Naujas komentaras',
      details: [`${say.actor}: ${p.excerpt}`],
    }),
    'decision.refused': (p, say) => ({
      label: 'Nepritarta',
      about: [p.step, p.outcome && say.text(p.outcome)].filter(Boolean).join(' – '),
      details: [say.actor, p.actingFor && `pavaduojant: ${p.actingFor}`, p.comment],
    }),
    'decision.taken': (p, say) => ({
      label: 'Sprendimas',
      about: [p.step, p.outcome && say.text(p.outcome)].filter(Boolean).join(' – '),
      details: [say.actor, p.actingFor && `pavaduojant: ${p.actingFor}`, p.comment],
    }),
    'route.finished': (p, say) => ({
      label: p.cancelled ? 'Maršrutas atšauktas' : 'Maršrutas baigtas',
      details: p.cancelled ? [`kas: ${say.actor}`, p.reason] : [],
    }),
  },
  names: {
    'assignment.issued': 'Nauja užduotis man',
    'assignment.handed': 'Man perduota užduotis',
    'assignment.reminder': 'Terminas artėja arba atėjo',
    'assignment.overdue': 'Mano žmonės vėluoja',
    'assignment.reported': 'Ataskaita laukia mano priėmimo',
    'assignment.returned': 'Mano ataskaita grąžinta',
    'assignment.accepted': 'Mano ataskaita priimta',
    'assignment.cancelled': 'Mano užduotis atšaukta',
    'extension.asked': 'Manęs prašo daugiau laiko',
    'extension.decided': 'Nuspręsta dėl mano prašymo pratęsti',
    'document.shared': 'Man atvertas dokumentas',
    'comment.mention': 'Mane paminėjo',
    'comment.added': 'Komentaras ten, kur dalyvauju',
    'decision.refused': 'Tam, ką pradėjau, nepritarta',
    'decision.taken': 'Sprendimas dėl to, ką pradėjau',
    'route.finished': 'Tai, ką pradėjau, baigta',
  },
  several: {
    'assignment.issued': {
      one: 'nauja užduotis',
      few: 'naujos užduotys',
      many: 'naujos užduoties',
      other: 'naujų užduočių',
    },
    'assignment.handed': {
      one: 'perduota užduotis',
      few: 'perduotos užduotys',
      many: 'perduotos užduoties',
      other: 'perduotų užduočių',
    },
    'assignment.reminder': { one: 'priminimas', few: 'priminimai', many: 'priminimo', other: 'priminimų' },
    'assignment.overdue': {
      one: 'vėluojanti užduotis Jūsų padalinyje',
      few: 'vėluojančios užduotys Jūsų padalinyje',
      many: 'vėluojančios užduoties Jūsų padalinyje',
      other: 'vėluojančių užduočių Jūsų padalinyje',
    },
    'assignment.reported': {
      one: 'ataskaita priimti',
      few: 'ataskaitos priimti',
      many: 'ataskaitos priimti',
      other: 'ataskaitų priimti',
    },
    'assignment.returned': {
      one: 'grąžinta ataskaita',
      few: 'grąžintos ataskaitos',
      many: 'grąžintos ataskaitos',
      other: 'grąžintų ataskaitų',
    },
    'assignment.accepted': {
      one: 'priimta ataskaita',
      few: 'priimtos ataskaitos',
      many: 'priimtos ataskaitos',
      other: 'priimtų ataskaitų',
    },
    'assignment.cancelled': {
      one: 'atšaukta užduotis',
      few: 'atšauktos užduotys',
      many: 'atšauktos užduoties',
      other: 'atšauktų užduočių',
    },
    'extension.asked': {
      one: 'prašymas pratęsti',
      few: 'prašymai pratęsti',
      many: 'prašymo pratęsti',
      other: 'prašymų pratęsti',
    },
    'extension.decided': {
      one: 'atsakymas dėl termino',
      few: 'atsakymai dėl termino',
      many: 'atsakymo dėl termino',
      other: 'atsakymų dėl termino',
    },
    'document.shared': {
      one: 'atvertas dokumentas',
      few: 'atverti dokumentai',
      many: 'atverto dokumento',
      other: 'atvertų dokumentų',
    },
    'comment.mention': {
      one: 'Jūsų paminėjimas',
      few: 'Jūsų paminėjimai',
      many: 'Jūsų paminėjimo',
      other: 'Jūsų paminėjimų',
    },
    'comment.added': {
      one: 'naujas komentaras',
      few: 'nauji komentarai',
      many: 'naujo komentaro',
      other: 'naujų komentarų',
    },
    'decision.refused': { one: 'nepritarimas', few: 'nepritarimai', many: 'nepritarimo', other: 'nepritarimų' },
    'decision.taken': { one: 'sprendimas', few: 'sprendimai', many: 'sprendimo', other: 'sprendimų' },
    'route.finished': {
      one: 'baigtas maršrutas',
      few: 'baigti maršrutai',
      many: 'baigto maršruto',
      other: 'baigtų maršrutų',
    },
  },
  news: { one: 'naujiena', few: 'naujienos', many: 'naujienos', other: 'naujienų' },
};
