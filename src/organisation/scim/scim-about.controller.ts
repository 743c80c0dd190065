import { Controller, Get, Header, Inject, Param, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CONFIG, type Config } from '../../platform/config.js';
import { ScimOnly } from '../tokens/scim-only.decorator.js';
import { groupSchema, listOf, ScimRefusal, userSchema, type ScimList } from './scim-shapes.js';
import { ScimErrors } from './scim-errors.js';

interface Attribute {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'complex';
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readWrite' | 'readOnly';
  readonly returned: 'default';
  readonly uniqueness: 'none' | 'server';
  readonly subAttributes?: readonly Attribute[];
}

/** What describes itself: a schema, a type of resource. */
type Described = Readonly<Record<string, unknown>> & { readonly id: string };

const json = ['content-type', 'application/scim+json; charset=utf-8'] as const;

function attribute(name: string, more: Partial<Attribute> = {}): Attribute {
  return {
    ...{ name, type: 'string', multiValued: false, required: false, caseExact: false },
    ...{ mutability: 'readWrite', returned: 'default', uniqueness: 'none' },
    ...more,
  };
}

const several = (name: string, parts: readonly string[], more: Partial<Attribute> = {}) =>
  attribute(name, { type: 'complex', multiValued: true, subAttributes: parts.map((part) => attribute(part)), ...more });

const schemas: readonly Described[] = [
  {
    id: userSchema,
    name: 'User',
    description: 'Somebody who works with Millrace',
    attributes: [
      attribute('userName', { required: true, uniqueness: 'server' }),
      attribute('displayName'),
      attribute('name', {
        type: 'complex',
        subAttributes: ['formatted', 'givenName', 'familyName'].map((part) => attribute(part)),
      }),
      attribute('active', { type: 'boolean' }),
      several('emails', ['value', 'type']),
      several('phoneNumbers', ['value', 'type']),
      attribute('preferredLanguage'),
      several('groups', ['value', 'display'], { mutability: 'readOnly' }),
    ],
  },
  {
    id: groupSchema,
    name: 'Group',
    description: 'People who belong together',
    attributes: [attribute('displayName', { required: true }), several('members', ['value', 'display', '$ref'])],
  },
];

/** What the SCIM side of the program can do, for directories that ask before they begin. */
@ApiExcludeController()
@ScimOnly()
@UseFilters(ScimErrors)
@Controller('scim/v2')
export class ScimAboutController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get('ServiceProviderConfig')
  @Header(...json)
  abilities(): Readonly<Record<string, unknown>> {
    return {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: true, maxResults: 200 },
      changePassword: { supported: false },
      sort: { supported: false },
      etag: { supported: false },
      authenticationSchemes: [
        {
          type: 'oauthbearertoken',
          name: 'API token',
          description: 'A token of a service account with the scope "scim", sent as Authorization: Bearer',
          specUri: 'https://www.rfc-editor.org/info/rfc6750',
          primary: true,
        },
      ],
      meta: { resourceType: 'ServiceProviderConfig', location: `${this.at}/ServiceProviderConfig` },
    };
  }

  @Get('Schemas')
  @Header(...json)
  schemas(): ScimList<Described> {
    return listOf(schemas, schemas.length, { startIndex: 1, count: schemas.length });
  }

  @Get('Schemas/:id')
  @Header(...json)
  schema(@Param('id') id: string): Described {
    return named(schemas, id);
  }

  @Get('ResourceTypes')
  @Header(...json)
  types(): ScimList<Described> {
    return listOf(this.resources(), 2, { startIndex: 1, count: 2 });
  }

  @Get('ResourceTypes/:id')
  @Header(...json)
  type(@Param('id') id: string): Described {
    return named(this.resources(), id);
  }

  private resources(): Described[] {
    return [
      ['User', '/Users', userSchema],
      ['Group', '/Groups', groupSchema],
    ].map(([name = '', endpoint, schema]) => ({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
      ...{ id: name, name, endpoint, schema },
      meta: { resourceType: 'ResourceType', location: `${this.at}/ResourceTypes/${name}` },
    }));
  }

  private get at(): string {
    return `${this.config.publicUrl}/scim/v2`;
  }
}

function named(all: readonly Described[], id: string): Described {
  const found = all.find((one) => one.id === id);
  if (!found) throw new ScimRefusal(404, undefined, 'There is no such resource.');
  return found;
}
