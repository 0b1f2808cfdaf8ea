CREATE TABLE continent (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE country (code char(3) PRIMARY KEY, name text NOT NULL, continent_id int NOT NULL REFERENCES continent, population bigint NOT NULL, surface_area numeric NOT NULL, indep_year smallint, gdp numeric, government_form text NOT NULL, landlocked boolean NOT NULL);
CREATE TABLE city (id int PRIMARY KEY, name text NOT NULL, country_code char(3) NOT NULL REFERENCES country, population int NOT NULL, is_capital boolean NOT NULL, elevation_m int);
CREATE TABLE country_language (country_code char(3) REFERENCES country, language text, is_official boolean NOT NULL, percentage numeric(4,1) NOT NULL, PRIMARY KEY (country_code, language));
CREATE TABLE river (id int PRIMARY KEY, name text NOT NULL, length_km int NOT NULL);
CREATE TABLE river_country (river_id int REFERENCES river, country_code char(3) REFERENCES country, PRIMARY KEY (river_id, country_code));
INSERT INTO continent VALUES (1, 'Europe'), (2, 'Africa'), (3, 'South America');
INSERT INTO country VALUES ('FRA','France',1,68000000,551500,NULL,2780,'Republic',false), ('CHE','Switzerland',1,8700000,41284,1499,800,'Federation',true), ('AUT','Austria',1,9000000,83859,1918,470,'Federal Republic',true),
  ('KEN','Kenya',2,54000000,580367,1963,110,'Republic',false), ('MAR','Morocco',2,37000000,446550,1956,142,'Constitutional Monarchy',false), ('BWA','Botswana',2,2600000,581730,1966,20,'Republic',true),
  ('BRA','Brazil',3,214000000,8547403,1822,1920,'Federal Republic',false), ('BOL','Bolivia',3,12000000,1098581,1825,44,'Republic',true), ('ESP','Spain',1,47000000,505992,1492,1400,'Constitutional Monarchy',false);
INSERT INTO city SELECT n, (ARRAY['Lyon','Zurich','Graz','Nairobi','Fes','Maun','Recife','Sucre','Sevilla'])[(n - 1) % 9 + 1] || CASE WHEN n > 9 THEN ' ' || n ELSE '' END, (ARRAY['FRA','CHE','AUT','KEN','MAR','BWA','BRA','BOL','ESP'])[(n - 1) % 9 + 1], 40000 + (n * 77777) % 1900000, n % 9 = 4, CASE WHEN n % 5 > 0 THEN (n * 131) % 3200 END FROM generate_series(1, 60) n;
INSERT INTO country_language VALUES ('FRA','French',true,93.6), ('FRA','Arabic',false,2.5), ('CHE','German',true,63.6), ('CHE','French',true,19.2), ('CHE','Italian',true,7.7), ('AUT','German',true,92), ('KEN','Swahili',true,12), ('KEN','English',true,9),
  ('MAR','Arabic',true,65), ('MAR','French',false,33), ('BWA','English',true,3), ('BWA','Tswana',false,77), ('BRA','Portuguese',true,97.5), ('BOL','Spanish',true,87.7), ('ESP','Spanish',true,74.4), ('ESP','Catalan',false,16.9);
INSERT INTO river VALUES (1, 'Rhone', 813), (2, 'Inn', 518), (3, 'Amazon', 6400), (4, 'Tana', 1000);
INSERT INTO river_country VALUES (1,'FRA'), (1,'CHE'), (2,'CHE'), (2,'AUT'), (3,'BRA'), (4,'KEN');
