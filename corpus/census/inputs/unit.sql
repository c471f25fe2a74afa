create table t (n, s); insert into t values (1, 'a'), (2, 'b'), (3, 'a');
select s, sum(n) from t group by s; select json_group_array(n) from t;
