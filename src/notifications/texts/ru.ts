import type { NotificationWords } from './notification-words.js';

export const ru: NotificationWords = {
  events: {
    'assignment.issued': (p, say) => ({
      label: p.offered ? 'Можно взять в работу' : p.again ? 'Нужно решить заново' : 'Новое поручение',
      about: say.text(p.instruction),
      details: [p.dueAt && `срок ${say.moment(p.dueAt)}`, p.actingFor && `замещение: ${p.actingFor}`],
    }),
    'assignment.handed': (p, say) => ({
      label: {
        delegate: 'Вам делегировано',
        forward: 'Вам передано',
        release: 'Снова можно взять в работу',
        substitution: 'Ваше по замещению',
        back: 'Снова у вас',
        escalation: 'Передано вам',
      }[p.how],
      about: say.text(p.instruction),
      details: [
        (p.how === 'delegate' || p.how === 'forward' || p.how === 'release') && `от кого: ${say.actor}`,
        p.dueAt && `срок ${say.moment(p.dueAt)}`,
        p.actingFor && `замещение: ${p.actingFor}`,
      ],
    }),
    'assignment.reminder': (p, say) => ({
      label: 'Напоминание',
      about: say.text(p.instruction),
      details: [p.dueAt && `срок ${say.moment(p.dueAt)}`, p.actingFor && `замещение: ${p.actingFor}`],
    }),
    'assignment.overdue': (p, say) => ({
      label: 'Не исполнено в срок в вашем подразделении',
      about: say.text(p.instruction),
      details: [p.performer, p.dueAt && `срок ${say.moment(p.dueAt)}`],
    }),
    'assignment.reported': (p, say) => ({
      label: 'Отчёт на приёмку',
      about: say.text(p.instruction),
      details: [
        `от кого: ${say.actor}`,
        p.outcome && say.text(p.outcome),
        p.comment,
        p.inPlaceOf && `замещение: ${p.inPlaceOf}`,
      ],
    }),
    'assignment.returned': (p, say) => ({
      label: 'Возвращено вам',
      about: say.text(p.instruction),
      details: [`от кого: ${say.actor}`, p.reason],
    }),
    'assignment.accepted': (p, say) => ({
      label: 'Ваш отчёт принят',
      about: say.text(p.instruction),
      details: [`кем: ${say.actor}`, p.comment],
    }),
    'assignment.cancelled': (p, say) => ({
      label: 'Больше не требуется',
      about: say.text(p.instruction),
      details: [`кем отозвано: ${say.actor}`, p.reason],
    }),
    'extension.asked': (p, say) => ({
      label: 'Просят продлить срок',
      about: say.text(p.instruction),
      details: [`${say.actor}: до ${say.moment(p.askedDueAt)}`, p.reason, p.inPlaceOf && `замещение: ${p.inPlaceOf}`],
    }),
    'extension.decided': (p, say) => ({
      label: p.granted ? 'Срок продлён' : 'Срок не продлён',
      about: say.text(p.instruction),
      details: [p.granted && p.dueAt ? `до ${say.moment(p.dueAt)}` : null, `кем: ${say.actor}`, p.answer],
    }),
    'document.shared': (p, say) => ({
      label: p.edit ? 'Вам открыли документ для работы' : 'Вам открыли документ',
      details: [`кто: ${say.actor}`, p.until && `до ${say.moment(p.until)}`],
    }),
    'comment.mention': (p, say) => ({
      label: 'Вас упомянули',
      details: [`${say.actor}: ${p.excerpt}`],
    }),
    'comment.added': (p, say) => ({
      label:
        say.count > 1
          ? say.counted(say.count, {
              one: 'новый комментарий',
              few: 'новых комментария',
              many: 'новых комментариев',
              other: 'нового комментария',
            })
          : 'Новый комментарий',
      details: [`${say.actor}: ${p.excerpt}`],
    }),
    'decision.refused': (p, say) => ({
      label: 'Не прошло',
      about: [p.step, p.outcome && say.text(p.outcome)].filter(Boolean).join(' – '),
      details: [say.actor, p.actingFor && `замещение: ${p.actingFor}`, p.comment],
    }),
    'decision.taken': (p, say) => ({
      label: 'Решение',
      about: [p.step, p.outcome && say.text(p.outcome)].filter(Boolean).join(' – '),
      details: [say.actor, p.actingFor && `замещение: ${p.actingFor}`, p.comment],
    }),
    'route.finished': (p, say) => ({
      label: p.cancelled ? 'Маршрут отменён' : 'Маршрут завершён',
      details: p.cancelled ? [`кем: ${say.actor}`, p.reason] : [],
    }),
  },
  names: {
    'assignment.issued': 'Мне дано новое поручение',
    'assignment.handed': 'Мне передано поручение',
    'assignment.reminder': 'Срок близко или наступил',
    'assignment.overdue': 'Мои сотрудники не успели в срок',
    'assignment.reported': 'Отчёт ждёт моей приёмки',
    'assignment.returned': 'Мой отчёт вернули',
    'assignment.accepted': 'Мой отчёт приняли',
    'assignment.cancelled': 'Моё поручение отозвано',
    'extension.asked': 'Меня просят продлить срок',
    'extension.decided': 'Решено о продлении моего срока',
    'document.shared': 'Мне открыли документ',
    'comment.mention': 'Меня упомянули',
    'comment.added': 'Комментарий к тому, в чём я участвую',
    'decision.refused': 'Начатое мной не прошло',
    'decision.taken': 'Решение по начатому мной',
    'route.finished': 'Начатое мной завершено',
  },
  several: {
    'assignment.issued': {
      one: 'новое поручение',
      few: 'новых поручения',
      many: 'новых поручений',
      other: 'нового поручения',
    },
    'assignment.handed': {
      one: 'переданное вам поручение',
      few: 'переданных вам поручения',
      many: 'переданных вам поручений',
      other: 'переданного вам поручения',
    },
    'assignment.reminder': { one: 'напоминание', few: 'напоминания', many: 'напоминаний', other: 'напоминания' },
    'assignment.overdue': {
      one: 'просроченное поручение в вашем подразделении',
      few: 'просроченных поручения в вашем подразделении',
      many: 'просроченных поручений в вашем подразделении',
      other: 'просроченного поручения в вашем подразделении',
    },
    'assignment.reported': {
      one: 'отчёт на приёмку',
      few: 'отчёта на приёмку',
      many: 'отчётов на приёмку',
      other: 'отчёта на приёмку',
    },
    'assignment.returned': {
      one: 'возвращённый отчёт',
      few: 'возвращённых отчёта',
      many: 'возвращённых отчётов',
      other: 'возвращённого отчёта',
    },
    'assignment.accepted': {
      one: 'принятый отчёт',
      few: 'принятых отчёта',
      many: 'принятых отчётов',
      other: 'принятого отчёта',
    },
    'assignment.cancelled': {
      one: 'отозванное поручение',
      few: 'отозванных поручения',
      many: 'отозванных поручений',
      other: 'отозванного поручения',
    },
    'extension.asked': {
      one: 'просьба продлить срок',
      few: 'просьбы продлить срок',
      many: 'просьб продлить срок',
      other: 'просьбы продлить срок',
    },
    'extension.decided': {
      one: 'ответ о сроке',
      few: 'ответа о сроке',
      many: 'ответов о сроке',
      other: 'ответа о сроке',
    },
    'document.shared': {
      one: 'открытый вам документ',
      few: 'открытых вам документа',
      many: 'открытых вам документов',
      other: 'открытого вам документа',
    },
    'comment.mention': {
      one: 'упоминание о вас',
      few: 'упоминания о вас',
      many: 'упоминаний о вас',
      other: 'упоминания о вас',
    },
    'comment.added': {
      one: 'новый комментарий',
      few: 'новых комментария',
      many: 'новых комментариев',
      other: 'нового комментария',
    },
    'decision.refused': { one: 'отказ', few: 'отказа', many: 'отказов', other: 'отказа' },
    'decision.taken': { one: 'решение', few: 'решения', many: 'решений', other: 'решения' },
    'route.finished': {
      one: 'завершённый маршрут',
      few: 'завершённых маршрута',
      many: 'завершённых маршрутов',
      other: 'завершённого маршрута',
    },
  },
  news: { one: 'новость', few: 'новости', many: 'новостей', other: 'новости' },
};
