import { told } from './tell.mjs';
import { client } from './people.mjs';
import { until } from './office.mjs';

/** A letter in the agreed form becomes a request, where a mailbox is read and SMTP_URL leads to its server. */
export async function playLetter(office) {
  const admin = await office.desk('admin');
  const { items } = await admin.get('/api/mailboxes');
  const mailbox = items.find(({ active, stream }) => active && stream === 'requests');
  if (mailbox === undefined) return told('No mailbox for requests is configured (MAILBOX_URL), so no letter is sent.');
  if (!process.env.SMTP_URL) return told(`SMTP_URL is not set, so no letter is sent to ${mailbox.name}.`);
  const address = mailbox.name.split(' at ')[0];
  const writer = client();
  await send(address, writer);
  told(`${writer.contact} writes to ${address}`);
  const request = await until('the letter is registered', async () => {
    const filter = JSON.stringify({ and: [{ field: 'email', op: 'eq', value: writer.email }] });
    return (await admin.get(`/api/streams/requests/documents?filter=${encodeURIComponent(filter)}`)).items[0];
  });
  return told(
    `The letter is registered as ${request.number} and answered`,
    `${office.url}/api/documents/${request.id}`,
  );
}

async function send(to, { company, contact, phone, email, taxNumber }) {
  const { createTransport } = await import('nodemailer');
  await createTransport(process.env.SMTP_URL).sendMail({
    from: { name: contact, address: email },
    to,
    subject: 'Pompy do hali',
    text: `Firma: ${company}\nOsoba kontaktowa: ${contact}\nTelefon: ${phone}\nNIP: ${taxNumber}\nTreść: Proszę o ofertę na dwie pompy.`,
    attachments: [{ filename: 'specyfikacja.txt', content: 'Dwie pompy 5 kW' }],
  });
}
