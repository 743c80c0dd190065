import 'reflect-metadata';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsObject,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
  validateSync,
} from 'class-validator';
import { languages } from '../languages.js';
import { catalogues } from '../words/tell.js';
import { validationRefusal } from './validation.js';

class Part {
  @IsString()
  name!: string;
}

/** Breaks each rule that the DTOs of the server use without words of their own. */
class Everything {
  @IsString() text: unknown = 7;
  @IsString({ each: true }) texts: unknown = [7];
  @MinLength(3) short: unknown = 'a';
  @MaxLength(2) long: unknown = 'abc';
  @Length(2, 3) length: unknown = 7;
  @IsEmail() email: unknown = 'nobody';
  @IsUUID() id: unknown = 'x';
  @Matches(/^a$/) form: unknown = 'b';
  @Min(3) least: unknown = 1;
  @Max(3) most: unknown = 4;
  @IsInt() whole: unknown = 1.5;
  @IsBoolean() flag: unknown = 'maybe';
  @IsObject() object: unknown = 7;
  @IsArray() list: unknown = 7;
  @IsISO8601() time: unknown = 'soon';
  @ArrayMaxSize(1) full: unknown = [1, 2];
  @ArrayMinSize(1) empty: unknown = [];
  @ArrayUnique() twice: unknown = [1, 1];
  @IsNotEmpty() nothing: unknown = '';
  @IsIn(['a', 'b']) choice: unknown = 'c';
  @ValidateNested() part: unknown = 7;
  @ValidateNested({ each: true }) parts: unknown = [Object.assign(new Part(), { name: 7 })];
}

describe('what is wrong with a request', () => {
  const sent = Object.assign(new Everything(), { unknown: 1 });
  const refusal = validationRefusal(validateSync(sent, { whitelist: true, forbidNonWhitelisted: true }));

  it('has a path and a sentence for each member', () => {
    const problems = refusal.problemsIn('en');
    expect(problems).toHaveLength(23);
    expect(problems.find(({ path }) => path === 'parts[0].name')?.message).toBe('name must be a string');
    expect(refusal.message).toBe(problems[0]?.message);
  });

  it.each(languages.filter((language) => language !== 'en'))(
    'is told in the language of the person: %s',
    (language) => {
      const english = refusal.problemsIn('en');
      const told = refusal.problemsIn(language);
      expect(told.filter(({ message }, place) => message === english[place]?.message)).toEqual([]);
      expect(told.filter(({ message }) => / (must|should) /.test(message))).toEqual([]);
    },
  );

  it('leaves no sentence in the catalogue that no rule says', () => {
    const known = Object.keys(catalogues.ru).filter((text) => text.includes('{property}'));
    const messages = refusal.problemsIn('en').map(({ message }) => message);
    const form = (text: string) => new RegExp(`^${text.replace(/\{\w+\}/g, '.+')}$`);
    expect(known.filter((text) => !messages.some((message) => form(text).test(message)))).toEqual([]);
  });

  it('says it with the numbers of the rule', () => {
    const at = (path: string) => refusal.problemsIn('pl').find((problem) => problem.path === path)?.message;
    expect(at('long')).toBe('long: najwyżej 2 znaków.');
    expect(at('texts')).toBe('każda wartość w texts: oczekiwano tekstu.');
  });
});
