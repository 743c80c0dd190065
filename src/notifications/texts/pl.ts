import type { NotificationWords } from './notification-words.js';

export const pl: NotificationWords = {
  events: {
    'assignment.issued': (p, say) => ({
      label: p.offered ? 'Do podjęcia' : p.again ? 'Do ponownej decyzji' : 'Nowe zadanie',
      about: say.text(p.instruction),
      details: [p.dueAt && `termin ${say.moment(p.dueAt)}`, p.actingFor && `zastępstwo: ${p.actingFor}`],
    }),
    'assignment.handed': (p, say) => ({
      label: {
        delegate: 'Oddelegowano do Ciebie',
        forward: 'Przekazano Tobie',
        release: 'Znowu do podjęcia',
        substitution: 'Twoje w zastępstwie',
        back: 'Znowu u Ciebie',
        escalation: 'Przekazano Tobie',
      }[p.how],
      about: say.text(p.instruction),
      details: [
        (p.how === 'delegate' || p.how === 'forward' || p.how === 'release') && `od: ${say.actor}`,
        p.dueAt && `termin ${say.moment(p.dueAt)}`,
        p.actingFor && `zastępstwo: ${p.actingFor}`,
      ],
    }),
    'assignment.reminder': (p, say) => ({
      label: 'Przypomnienie',
      about: say.text(p.instruction),
      details: [p.dueAt && `termin ${say.moment(p.dueAt)}`, p.actingFor && `zastępstwo: ${p.actingFor}`],
    }),
    'assignment.overdue': (p, say) => ({
      label: 'Nie wykonano w terminie w Twoim dziale',
      about: say.text(p.instruction),
      details: [p.performer, p.dueAt && `termin ${say.moment(p.dueAt)}`],
    }),
    'assignment.reported': (p, say) => ({
      label: 'Sprawozdanie do przyjęcia',
      about: say.text(p.instruction),
      details: [
        `od: ${say.actor}`,
        p.outcome && say.text(p.outcome),
        p.comment,
        p.inPlaceOf && `zastępstwo: ${p.inPlaceOf}`,
      ],
    }),
    'assignment.returned': (p, say) => ({
      label: 'Zwrócono Tobie',
      about: say.text(p.instruction),
      details: [`od: ${say.actor}`, p.reason],
    }),
    'assignment.accepted': (p, say) => ({
      label: 'Twoje sprawozdanie przyjęto',
      about: say.text(p.instruction),
      details: [`kto: ${say.actor}`, p.comment],
    }),
    'assignment.cancelled': (p, say) => ({
      label: 'Już niepotrzebne',
      about: say.text(p.instruction),
      details: [`kto wycofał: ${say.actor}`, p.reason],
    }),
    'extension.asked': (p, say) => ({
      label: 'Prośba o więcej czasu',
      about: say.text(p.instruction),
      details: [`${say.actor}: do ${say.moment(p.askedDueAt)}`, p.reason, p.inPlaceOf && `zastępstwo: ${p.inPlaceOf}`],
    }),
    'extension.decided': (p, say) => ({
      label: p.granted ? 'Termin przedłużono' : 'Terminu nie przedłużono',
      about: say.text(p.instruction),
      details: [p.granted && p.dueAt ? `do ${say.moment(p.dueAt)}` : null, `kto: ${say.actor}`, p.answer],
    }),
    'document.shared': (p, say) => ({
      label: p.edit ? 'Udostępniono Ci dokument do pracy' : 'Udostępniono Ci dokument',
      details: [`kto: ${say.actor}`, p.until && `do ${say.moment(p.until)}`],
    }),
    'comment.mention': (p, say) => ({
      label: 'Wspomniano o Tobie',
      details: [`${say.actor}: ${p.excerpt}`],
    }),
    'comment.added': (p, say) => ({
      label:
        say.count > 1
          ? say.counted(say.count, {
              one: 'nowy komentarz',
              few: 'nowe komentarze',
              many: 'nowych komentarzy',
              other: 'nowego komentarza',
            })
          : 'Nowy komentarz',
      details: [`${say.actor}: ${p.excerpt}`],
    }),
    'decision.refused': (p, say) => ({
      label: 'Nie przeszło',
      about: [p.step, p.outcome && say.text(p.outcome)].filter(Boolean).join(' – '),
      details: [say.actor, p.actingFor && `zastępstwo: ${p.actingFor}`, p.comment],
    }),
    'decision.taken': (p, say) => ({
      label: 'Decyzja',
      about: [p.step, p.outcome && say.text(p.outcome)].filter(Boolean).join(' – '),
      details: [say.actor, p.actingFor && `zastępstwo: ${p.actingFor}`, p.comment],
    }),
    'route.finished': (p, say) => ({
      label: p.cancelled ? 'Obieg anulowano' : 'Obieg zakończono',
      details: p.cancelled ? [`kto: ${say.actor}`, p.reason] : [],
    }),
  },
  names: {
    'assignment.issued': 'Nowe zadanie dla mnie',
    'assignment.handed': 'Przekazano mi zadanie',
    'assignment.reminder': 'Termin się zbliża lub nadszedł',
    'assignment.overdue': 'Moi ludzie nie zdążyli',
    'assignment.reported': 'Sprawozdanie czeka na moje przyjęcie',
    'assignment.returned': 'Moje sprawozdanie zwrócono',
    'assignment.accepted': 'Moje sprawozdanie przyjęto',
    'assignment.cancelled': 'Moje zadanie wycofano',
    'extension.asked': 'Ktoś prosi mnie o więcej czasu',
    'extension.decided': 'Rozstrzygnięto moją prośbę o czas',
    'document.shared': 'Udostępniono mi dokument',
    'comment.mention': 'Ktoś o mnie wspomina',
    'comment.added': 'Komentarz do tego, w czym biorę udział',
    'decision.refused': 'To, co rozpocząłem lub rozpoczęłam, nie przeszło',
    'decision.taken': 'Decyzja w tym, co rozpocząłem lub rozpoczęłam',
    'route.finished': 'Zakończono to, co rozpocząłem lub rozpoczęłam',
  },
  several: {
    'assignment.issued': { one: 'nowe zadanie', few: 'nowe zadania', many: 'nowych zadań', other: 'nowego zadania' },
    'assignment.handed': {
      one: 'przekazane zadanie',
      few: 'przekazane zadania',
      many: 'przekazanych zadań',
      other: 'przekazanego zadania',
    },
    'assignment.reminder': { one: 'przypomnienie', few: 'przypomnienia', many: 'przypomnień', other: 'przypomnienia' },
    'assignment.overdue': {
      one: 'spóźnione zadanie w Twoim dziale',
      few: 'spóźnione zadania w Twoim dziale',
      many: 'spóźnionych zadań w Twoim dziale',
      other: 'spóźnionego zadania w Twoim dziale',
    },
    'assignment.reported': {
      one: 'sprawozdanie do przyjęcia',
      few: 'sprawozdania do przyjęcia',
      many: 'sprawozdań do przyjęcia',
      other: 'sprawozdania do przyjęcia',
    },
    'assignment.returned': {
      one: 'zwrócone sprawozdanie',
      few: 'zwrócone sprawozdania',
      many: 'zwróconych sprawozdań',
      other: 'zwróconego sprawozdania',
    },
    'assignment.accepted': {
      one: 'przyjęte sprawozdanie',
      few: 'przyjęte sprawozdania',
      many: 'przyjętych sprawozdań',
      other: 'przyjętego sprawozdania',
    },
    'assignment.cancelled': {
      one: 'wycofane zadanie',
      few: 'wycofane zadania',
      many: 'wycofanych zadań',
      other: 'wycofanego zadania',
    },
    'extension.asked': {
      one: 'prośba o więcej czasu',
      few: 'prośby o więcej czasu',
      many: 'próśb o więcej czasu',
      other: 'prośby o więcej czasu',
    },
    'extension.decided': {
      one: 'odpowiedź o terminie',
      few: 'odpowiedzi o terminie',
      many: 'odpowiedzi o terminie',
      other: 'odpowiedzi o terminie',
    },
    'document.shared': {
      one: 'udostępniony dokument',
      few: 'udostępnione dokumenty',
      many: 'udostępnionych dokumentów',
      other: 'udostępnionego dokumentu',
    },
    'comment.mention': {
      one: 'wzmianka o Tobie',
      few: 'wzmianki o Tobie',
      many: 'wzmianek o Tobie',
      other: 'wzmianki o Tobie',
    },
    'comment.added': {
      one: 'nowy komentarz',
      few: 'nowe komentarze',
      many: 'nowych komentarzy',
      other: 'nowego komentarza',
    },
    'decision.refused': { one: 'odmowa', few: 'odmowy', many: 'odmów', other: 'odmowy' },
    'decision.taken': { one: 'decyzja', few: 'decyzje', many: 'decyzji', other: 'decyzji' },
    'route.finished': {
      one: 'zakończony obieg',
      few: 'zakończone obiegi',
      many: 'zakończonych obiegów',
      other: 'zakończonego obiegu',
    },
  },
  news: { one: 'nowość', few: 'nowości', many: 'nowości', other: 'nowości' },
};
